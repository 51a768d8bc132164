import {
  createRegistry,
  type DetectorHost,
  type FaceDetector,
  type FaceDetectorFactory,
  FerError,
  findContribution,
  isNode,
  type Registry,
} from '@fer/core';

/** `auto`: that of a plugin, or in Node `@fer/detector-blazeface` where it is installed; `false`: none. */
export type DetectorChoice = 'auto' | (string & {}) | false | FaceDetector | FaceDetectorFactory;

/** A detector, and what ends it: nothing for one that belongs to the caller. */
export interface ChosenDetector {
  readonly detector: FaceDetector | undefined;
  dispose(): void;
}

/**
 * Finds the detector that is asked for, without starting it.
 *
 * @param subject the function that it is asked of, for messages
 * @throws FerError `FER_UNKNOWN_ID`; `FER_PLUGIN_INVALID`; `FER_INVALID_ARGUMENT` for `true`
 */
export async function findDetector(
  choice: DetectorChoice,
  registry: Registry,
  subject: string,
): Promise<FaceDetector | FaceDetectorFactory | undefined> {
  if (choice === false) return undefined;
  if ((choice as unknown) === true) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `${subject}: \`detector\` must be 'auto', an id, a detector or false, but is true.`,
      { details: { option: 'detector' } },
    );
  }
  if (choice !== 'auto') return findContribution(registry, 'detectors', choice, 'detector');
  const [first] = registry.detectors.list();
  if (first !== undefined || !isNode()) return first;
  const { installedDetectorPlugin } = await import('./installed-detector.ts');
  const plugin = await installedDetectorPlugin();
  return plugin && createRegistry([plugin]).detectors.list()[0];
}

/** Starts a detector that a factory makes. */
export async function startDetector(
  found: FaceDetector | FaceDetectorFactory | undefined,
  host: DetectorHost,
  signal: AbortSignal | undefined,
): Promise<ChosenDetector> {
  if (found === undefined || !('create' in found)) return { detector: found, dispose() {} };
  const detector = await found.create(host, { signal });
  return { detector, dispose: () => detector.dispose?.() };
}
