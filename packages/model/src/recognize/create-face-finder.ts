import {
  assertOptions,
  type DetectorHost,
  type FaceFinder,
  FerError,
  type Network,
  preprocessFace,
} from '@fer/core';
import { LOAD_MODEL_OPTIONS, type LoadModelOptions, registryOf } from '../load-model.ts';
import { type DetectorChoice, findDetectors, startDetector } from './choose-detector.ts';
import { detectorHost } from './detector-host.ts';
import { findFaces } from './find-faces.ts';
import { neededSide } from './needed-side.ts';

export interface FaceFinderOptions extends Omit<LoadModelOptions, 'weights' | 'architecture' | 'onProgress'> {
  /** As that of `createRecognizer`. Default `auto`. */
  readonly detector?: DetectorChoice;
}

/** A face finder that has a detector. */
export interface DetectingFaceFinder extends FaceFinder {
  /** The id of the detector; `undefined` where there is none and the square in the middle of a picture is one face. */
  readonly detector: string | undefined;
  neededSide: NonNullable<FaceFinder['neededSide']>;
  /** Frees the detector; may be called twice. */
  dispose(): void;
}

const {
  weights: _weights,
  architecture: _architecture,
  onProgress: _onProgress,
  ...ENGINE_OPTIONS
} = LOAD_MODEL_OPTIONS;
const OPTIONS = { ...ENGINE_OPTIONS, detector: true } as const satisfies Record<
  keyof FaceFinderOptions,
  true
>;

/**
 * Finds faces as `createRecognizer` does with the same options, without recognising any: what a network is to be trained
 * on is what it will be shown.
 *
 * ```ts
 * const finder = await createFaceFinder();
 * const pictures = await loadPictures('my-pictures', { input: weights.input, finder }); // of @fer/dataset
 * finder.dispose();
 * ```
 *
 * @throws FerError as `createRecognizer`; `find` after `dispose`: `FER_DISPOSED`
 */
export async function createFaceFinder(options: FaceFinderOptions = {}): Promise<DetectingFaceFinder> {
  assertOptions(options, OPTIONS, 'createFaceFinder');
  const registry = await registryOf(options);
  const found = await findDetectors(options, registry, 'createFaceFinder');
  // There is no network of a recognizer whose kernel resizes: that of the detector's own has to do.
  let network: Network | undefined;
  const preprocess: DetectorHost['preprocess'] = (...args) =>
    (network?.preprocess ?? preprocessFace)(...args);
  const host = detectorHost(registry, options, preprocess);
  const { detector, dispose } = await startDetector(
    found,
    {
      ...host,
      async loadNetwork(...args) {
        const loaded = await host.loadNetwork(...args);
        network ??= loaded;
        return loaded;
      },
    },
    options,
  );
  let isDisposed = false;

  return {
    detector: detector?.id,
    neededSide: (input) => neededSide(detector, input),
    async find(image, { signal } = {}) {
      if (isDisposed) throw disposed();
      signal?.throwIfAborted();
      return (await findFaces(image, detector, signal)).map(({ region }) => region);
    },
    dispose() {
      if (!isDisposed) dispose();
      isDisposed = true;
    },
  };
}

function disposed(): FerError {
  return new FerError(
    'FER_DISPOSED',
    'This face finder was disposed of and cannot be used any more. Make a new one with createFaceFinder().',
  );
}
