import type { Recognizer } from '@fer/model';
import { element } from './element.ts';

/** Says which runtime is in use, and why those before it are not. */
export function showRuntime({ runtime, rejected }: Recognizer): void {
  element('runtime', HTMLElement).textContent = runtime;
  element('rejected', HTMLDetailsElement).hidden = rejected.length === 0;
  element('reasons', HTMLUListElement).replaceChildren(
    ...rejected.map(({ id, reason }) => {
      const item = document.createElement('li');
      item.textContent = `${id}: ${reason}`;
      return item;
    }),
  );
}
