import type { Architecture } from '../extension-points/architecture.ts';
import type { AugmentationFactory } from '../extension-points/augmentation.ts';
import type { FaceDetector, FaceDetectorFactory } from '../extension-points/face-detector.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { LayerExpansion } from '../extension-points/layer-expansion.ts';
import type { Postprocessor } from '../extension-points/postprocessor.ts';
import type { Runtime } from '../extension-points/runtime.ts';
import type { WeightsFormat } from '../extension-points/weights-format.ts';
import type { WeightsSource } from '../extension-points/weights-source.ts';

/** Everything that varies, by extension point. */
export interface Contributions {
  readonly architectures?: readonly Architecture[];
  readonly layers?: readonly LayerExpansion[];
  readonly weightsSources?: readonly WeightsSource[];
  readonly weightsFormats?: readonly WeightsFormat[];
  readonly detectors?: readonly (FaceDetector | FaceDetectorFactory)[];
  readonly decoders?: readonly ImageDecoder[];
  readonly runtimes?: readonly Runtime[];
  readonly postprocessors?: readonly Postprocessor[];
  readonly augmentations?: readonly AugmentationFactory[];
}

/** A named bundle of contributions. The parts that are built in are plugins too. */
export interface Plugin {
  readonly name: string;
  readonly apiVersion: 1;
  readonly contributes: Contributions;
}

/** Gives back its argument; ids stay literal types. */
export function definePlugin<const P extends Plugin>(plugin: P): P {
  return plugin;
}
