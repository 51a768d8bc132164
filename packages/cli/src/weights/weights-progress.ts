import type { LoadProgress } from '@fer/model';
import type { CommandContext } from '../command-context.ts';
import type { Progress } from '../progress/progress.ts';

/** Shows how much of weights has come, which takes a while where they are on a server. */
export function weightsProgress(context: CommandContext): {
  onProgress(progress: LoadProgress): void;
  finish(): void;
} {
  let shown: Progress | undefined;
  return {
    onProgress({ loaded, total }) {
      shown ??= context.progress({ label: 'Reading weights', unit: 'bytes', total });
      shown.update(loaded);
    },
    finish: () => shown?.finish(),
  };
}
