import {
  assertOptions,
  assertPictureLimits,
  assertSignal,
  describeValue,
  type Emotion,
  FerError,
  type ImageSource,
  loadImage,
  type PictureLimits,
  preprocessFace,
  type RejectedRuntime,
} from '@fer/core';
import { LOAD_MODEL_OPTIONS, type LoadModelOptions, loadModelFrom, registryOf } from '../load-model.ts';
import { warnOnce } from '../warn-once.ts';
import type { FrameSource } from '../watch/frame-source.ts';
import type { WatchedFrame, WatchOptions } from '../watch/watch.ts';
import { type DetectorChoice, findDetectors, startDetector } from './choose-detector.ts';
import { detectorHost } from './detector-host.ts';
import { FaceBatches } from './face-batches.ts';
import { faceResult, type RecognizedFace } from './face-result.ts';
import { findFaces } from './find-faces.ts';
import { assertFaceTta, type FaceTta, mirrorFaces } from './mirror-faces.ts';
import { neededSide } from './needed-side.ts';
import { defaultConcurrency, PictureQueue } from './picture-queue.ts';
import type { PictureResult, RecognizeManyOptions } from './recognize-many.ts';

export interface RecognizerOptions extends LoadModelOptions, PictureLimits {
  /**
   * Finds the faces: the id of a plugin's, or the detector itself, which belongs to the caller and is not disposed of.
   * Default `auto`: the first of the plugins' that starts, or in Node `@fer/detector-blazeface` where it is installed. Where there is
   * none, or for `false`, the square in the middle of a picture is one face.
   */
  readonly detector?: DetectorChoice;
  /**
   * `flip-unsure`: of a face whose best label has less than 0.6 the network also sees the mirror image, and the probabilities
   * are averaged; `flip`: of every face. Default: `flip-unsure` for faces that a detector found, where it brings back part of
   * what cutting them out costs; `none` where the picture is the face.
   */
  readonly tta?: FaceTta;
  /**
   * Whether scores are tempered by the temperature that the weights bring along, so that a confidence of 0.8 is right in
   * about eight of ten cases; which label is the best stays. Default `true`; weights without one give scores as they are.
   */
  readonly calibrated?: boolean;
  /** Faces with less confidence, 0..1, are told with `isSure: false`. Default 0: all are sure. */
  readonly minConfidence?: number;
}

/** Names of the options, for `assertOptions`. */
export const RECOGNIZER_OPTIONS = {
  ...LOAD_MODEL_OPTIONS,
  detector: true,
  tta: true,
  calibrated: true,
  minConfidence: true,
  allow: true,
  maxPixels: true,
  timeoutMs: true,
} as const satisfies Record<keyof RecognizerOptions, true>;

/** Reads the expressions of faces. All methods may be called while others are at work. */
export interface Recognizer<Label extends string = Emotion, PostprocessorId extends string = string> {
  /**
   * Looks at a picture: a path, a URL, a `Blob`, a `Buffer`, pixels, an `<img>`, `<video>` or `<canvas>`. A string
   * reads local paths and follows redirects: `allow` says which. Of many calls at once a few pictures are read at a time,
   * the others wait; faces that are found at the same time go through the network together.
   *
   * @returns the faces as the detector orders them; empty if it finds none
   * @throws FerError as core's `loadImage`; `FER_DISPOSED` after `dispose`; the reason of `signal`
   */
  recognize(source: ImageSource, options?: { signal?: AbortSignal }): Promise<RecognizedFace<Label>[]>;
  /**
   * Looks at many pictures, some at once, however long the list: no more are read than `concurrency` ahead of what was
   * taken. A bad picture gives its error, and the rest goes on.
   *
   * ```ts
   * for await (const { source, faces, error } of fer.recognizeMany(files)) console.log(source, error ?? faces);
   * ```
   *
   * @returns one result for each source, in order; leaving the loop stops what is at work
   * @throws FerError `FER_INVALID_ARGUMENT` for what is no iterable and options that are not sound; `FER_DISPOSED`; the
   * reason of `signal`; what the sources throw
   */
  recognizeMany<Source extends ImageSource>(
    sources: Iterable<Source> | AsyncIterable<Source>,
    options?: RecognizeManyOptions,
  ): AsyncGenerator<PictureResult<Source, Label>, void, undefined>;
  /**
   * Follows the faces of a video, a camera or frames as they come: the newest frame is looked at, those that came
   * meanwhile are not, and nothing queues up. Ends when the video does.
   *
   * ```ts
   * for await (const { faces } of fer.watch(video)) for (const { id, box, emotion } of faces) draw(id, box, emotion);
   * ```
   *
   * @returns what was seen in one frame after the other
   * @throws FerError as `recognize`; `FER_INVALID_ARGUMENT` for what cannot be watched and options that are not sound;
   * `FER_UNKNOWN_ID` if there is no such postprocessor; the reason of `signal`; what the frames end with
   */
  watch(
    source: FrameSource,
    options?: WatchOptions<PostprocessorId>,
  ): AsyncGenerator<WatchedFrame<Label>, void, undefined>;
  /** In the order of the scores. */
  readonly labels: readonly Label[];
  /** The id of the runtime in use. */
  readonly runtime: string;
  /** The runtimes that would have been preferred, and why they do not work here or do not take the network. */
  readonly rejected: readonly RejectedRuntime[];
  /** Frees the network; may be called twice. */
  dispose(): void;
}

/**
 * Makes a recognizer. Without options: the fastest runtime that works here and the bundled weights.
 *
 * ```ts
 * const fer = await createRecognizer();
 * const [face] = await fer.recognize('photo.jpg');
 * face?.emotion; // 'happy'
 * fer.dispose();
 * ```
 *
 * @typeParam Label the labels of the weights, where they are not the usual seven
 * @throws FerError as `loadModel`; `FER_INVALID_ARGUMENT` for options that are not sound; `FER_UNKNOWN_ID` if there is no
 * such detector, runtime or architecture;
 * `FER_PLUGIN_INVALID`; the reason of `signal`
 */
export async function createRecognizer<Label extends string = Emotion>(
  options: RecognizerOptions = {},
): Promise<Recognizer<Label>> {
  assertOptions(options, RECOGNIZER_OPTIONS, 'createRecognizer');
  const registry = await registryOf(options);
  const { allow, maxPixels, timeoutMs, calibrated = true, minConfidence = 0 } = options;
  assertPictureLimits({ allow, maxPixels, timeoutMs }, 'createRecognizer');
  assertScoring(calibrated, minConfidence);
  if (options.tta !== undefined) assertFaceTta(options.tta);
  const found = await findDetectors(options, registry, 'createRecognizer');
  const { weights, network, runtime, rejected } = await loadModelFrom(registry, options);
  const preprocess = network.preprocess ?? preprocessFace;
  const labels = weights.labels as readonly Label[];
  if (labels.length === 0) {
    network.dispose();
    throw noLabels(weights.architecture.id);
  }
  const { detector, dispose: disposeOfDetector } = await startDetector(
    found,
    detectorHost(registry, options, preprocess),
    options,
  ).catch((error) => {
    network.dispose();
    throw error;
  });
  const tta = options.tta ?? (detector === undefined ? 'none' : 'flip-unsure');
  const temperature = calibrated ? weights.calibration?.temperature : undefined;
  const minSide = neededSide(detector, weights.input);
  const queue = new PictureQueue(defaultConcurrency());
  const batches = new FaceBatches((inputs, count) => {
    assertUsable(isDisposed);
    return network.predict(inputs, count);
  });
  let isDisposed = false;

  const findInputs = async (source: ImageSource, signal: AbortSignal | undefined) => {
    assertUsable(isDisposed);
    const image = await loadImage(source, {
      decoders: registry.decoders,
      allow,
      maxPixels,
      minSide,
      onWarning: (message) => warnOnce(message, options.onWarning),
      timeoutMs,
      signal,
    });
    const faces = await findFaces(image, detector, signal);
    return { faces, inputs: faces.map(({ region }) => preprocess(image, weights.input, region)) };
  };

  /** @param line where a picture waits for its turn; of `recognizeMany` few come at a time */
  const look = async (source: ImageSource, signal: AbortSignal | undefined, line?: PictureQueue) => {
    const prepare = () => batches.prepare(() => findInputs(source, signal));
    const { faces, inputs } = await (line === undefined ? prepare() : line.hold(prepare, signal));
    signal?.throwIfAborted();
    if (faces.length === 0) return [];
    const predict = (some: readonly Float32Array[]) => batches.predict(some, signal);
    const first = await predict(inputs);
    const probabilities = await mirrorFaces(tta, inputs, first, weights.input, predict);
    signal?.throwIfAborted();
    return faces.map((face, i) =>
      faceResult(face, probabilities[i]!, labels, { temperature, minConfidence, runtime }),
    );
  };

  return {
    async recognize(source, call = {}) {
      assertUsable(isDisposed);
      assertOptions(call, { signal: true }, 'recognize');
      const { signal } = call;
      assertSignal(signal, 'recognize');
      return look(source, signal, queue);
    },
    async *recognizeMany(sources, many) {
      const { recognizeMany } = await import('./recognize-many.ts');
      yield* recognizeMany(look, sources, many);
    },
    async *watch(source, options) {
      const { watch } = await import('../watch/watch.ts');
      yield* watch({ look, postprocessors: registry.postprocessors, minConfidence }, source, options);
    },
    labels,
    runtime,
    rejected,
    dispose() {
      isDisposed = true;
      queue.close(disposed());
      disposeOfDetector();
      network.dispose();
    },
  };
}

function assertScoring(calibrated: unknown, minConfidence: unknown): void {
  if (typeof calibrated !== 'boolean') {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `createRecognizer: \`calibrated\` must be true or false, but is ${describeValue(calibrated)}.`,
      { details: { option: 'calibrated', value: calibrated } },
    );
  }
  if (typeof minConfidence === 'number' && minConfidence >= 0 && minConfidence <= 1) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createRecognizer: \`minConfidence\` must be a number from 0 to 1, but is ${describeValue(minConfidence)}.`,
    { details: { option: 'minConfidence', value: minConfidence } },
  );
}

function noLabels(network: string): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `createRecognizer: the weights of '${network}' have no labels, so there is nothing to call a face by. Give the weights of a classifier, or use \`loadModel\` and \`network.run\`.`,
    { details: { option: 'weights', architecture: network } },
  );
}

function assertUsable(isDisposed: boolean): void {
  if (isDisposed) throw disposed();
}

function disposed(): FerError {
  return new FerError(
    'FER_DISPOSED',
    'This recognizer was disposed of and cannot be used any more. Make a new one with createRecognizer().',
  );
}
