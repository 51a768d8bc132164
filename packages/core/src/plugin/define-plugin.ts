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

/** A contribution whose id the types know, for functions that make one: `createFer` then offers it. */
export type WithId<Contribution, Id extends string> = Contribution & { readonly id: Id };

/** The ids that plugins give to an extension point; `string` where the types do not know them. */
export type ContributedId<
  Plugins extends readonly Plugin[],
  Point extends keyof Contributions,
> = Plugins[number]['contributes'] extends infer Given
  ? Given extends { readonly [Key in Point]?: infer List }
    ? NonNullable<List> extends readonly (infer Contribution extends { readonly id: string })[]
      ? Contribution['id']
      : never
    : never
  : never;

/** Gives back its argument; ids stay literal types. */
export function definePlugin<const P extends Plugin>(plugin: P): P {
  return plugin;
}
