import {
  createRegistry,
  type DetectorHost,
  type FaceDetector,
  type FaceDetectorFactory,
  FerError,
  isNode,
  isPluginFault,
  type Registry,
} from '@fer/core';
import type { LoadModelOptions } from '../load-model.ts';
import { type GuardOptions, guardRegistry } from '../plugins/guard-registry.ts';
import { warnOnce } from '../warn-once.ts';
import type { RecognizerOptions } from './create-recognizer.ts';

/** `auto`: the first of the plugins' that starts, or in Node `@fer/detector-blazeface` where it is installed; `false`: none. */
export type DetectorChoice = 'auto' | (string & {}) | false | FaceDetector | FaceDetectorFactory;

/** A detector, and what ends it: nothing for one that belongs to the caller. */
export interface ChosenDetector {
  readonly detector: FaceDetector | undefined;
  dispose(): void;
}

/**
 * Finds the detectors that may be taken, without starting one: for `auto` all that there are.
 *
 * @param subject the function that it is asked of, for messages
 * @throws FerError `FER_UNKNOWN_ID`; `FER_PLUGIN_INVALID`; `FER_INVALID_ARGUMENT` for `true`
 */
export async function findDetectors(
  options: Pick<RecognizerOptions, 'detector' | keyof GuardOptions>,
  registry: Registry,
  subject: string,
): Promise<readonly (FaceDetector | FaceDetectorFactory)[]> {
  const { detector: choice = 'auto' } = options;
  if (choice === false) return [];
  if ((choice as unknown) === true) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `${subject}: \`detector\` must be 'auto', an id, a detector or false, but is true.`,
      { details: { option: 'detector' } },
    );
  }
  if (typeof choice !== 'string') {
    const name = 'given as `detector`';
    const own = createRegistry([{ name, apiVersion: 1, contributes: { detectors: [choice] } }]);
    return (await guardRegistry(own, options)).detectors.list();
  }
  if (choice !== 'auto') return [registry.detectors.get(choice)];
  const given = registry.detectors.list();
  if (given.length > 0 || !isNode()) return given;
  const { installedDetectorPlugin } = await import('./installed-detector.ts');
  const plugin = await installedDetectorPlugin();
  return plugin === undefined ? [] : createRegistry([plugin]).detectors.list();
}

/**
 * Starts the first detector that can be, and warns of those before it. Where there are some and none can, that is an error:
 * to take the middle of a picture for a face instead would be another answer.
 *
 * @throws FerError what the first one throws
 */
export async function startDetector(
  found: readonly (FaceDetector | FaceDetectorFactory)[],
  host: DetectorHost,
  { onWarning, signal }: Pick<LoadModelOptions, 'onWarning' | 'signal'>,
): Promise<ChosenDetector> {
  const faults: FerError[] = [];
  for (const one of found) {
    try {
      const isMade = 'create' in one;
      const detector = isMade ? await one.create(host, { signal }) : one;
      for (const { message } of faults) warnOnce(message, onWarning);
      return { detector, dispose: () => isMade && detector.dispose?.() };
    } catch (error) {
      if (!isPluginFault(error)) throw error;
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return { detector: undefined, dispose() {} };
}
