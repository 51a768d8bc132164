import type { Box, FaceRegion, Point, RasterImage } from '../image.ts';
import type { InputSize, InputSpec } from '../input-spec.ts';
import type { Network } from './runtime.ts';
import type { WeightsFiles } from './weights-source.ts';

/**
 * Where the parts of a face are, in pixels of the picture. Left and right are the person's own: the right eye is the one
 * further left in a picture that shows the face from the front.
 */
export interface FacePoints {
  readonly rightEye: Point;
  readonly leftEye: Point;
  readonly nose?: Point;
  readonly mouth?: Point;
  readonly rightEar?: Point;
  readonly leftEar?: Point;
}

/** A face in an image. */
export interface DetectedFace {
  readonly box: Box;
  /** 0..1 */
  readonly confidence: number;
  /** By them a face is levelled before it is looked at. */
  readonly points?: FacePoints;
  /** What a recognizer is to look at; default: it makes it of box and points. */
  readonly region?: FaceRegion;
}

/** Finds faces. Without one a whole picture counts as one face. */
export interface FaceDetector {
  readonly id: string;
  readonly apiVersion: 1;
  /**
   * How many pixels it needs of the shorter side: pictures in files may come that small. Default 480;
   * `Infinity`: all there are.
   */
  readonly minSide?: number;
  /** @returns boxes in pixels of `image`, most confident first; they may reach beyond its edges */
  detect(image: RasterImage, options?: { signal?: AbortSignal }): Promise<readonly DetectedFace[]>;
  dispose?(): void;
}

export interface LoadNetworkOptions {
  /** What the network is to see, where it takes pictures of any size. Default: what its weights say. */
  readonly inputSize?: InputSize | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a detector gets of the recognizer that it becomes a part of. */
export interface DetectorHost {
  /**
   * Reads a weights directory, checks all of it, and puts its network on the recognizer's runtime: into the same memory
   * and onto the same threads. Whoever asks for it disposes of it. Pictures of several `run`s that are under way may be
   * computed at once, so feeds must stay as they are until it has answered.
   *
   * @throws FerError as `loadWeights` and `loadOnRuntime`; the reason of `signal`
   */
  loadNetwork(weights: WeightsFiles, options?: LoadNetworkOptions): Promise<Network>;
  /** `preprocessFace`, as fast as the runtime has it. */
  preprocess(image: RasterImage, spec: InputSpec, region?: FaceRegion): Float32Array;
}

/** Makes a detector that runs networks on the engine of a recognizer, one for each. */
export interface FaceDetectorFactory {
  readonly id: string;
  readonly apiVersion: 1;
  /** @returns a detector that the recognizer disposes of */
  create(host: DetectorHost, options?: { readonly signal?: AbortSignal }): Promise<FaceDetector>;
}
