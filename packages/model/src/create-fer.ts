import {
  type Architecture,
  assertOptions,
  type ContributedId,
  type Contributions,
  createRegistry,
  type Emotion,
  type FaceDetector,
  type FaceDetectorFactory,
  type Plugin,
  type Runtime,
} from '@fer/core';
import { builtinPlugin } from './builtin-plugin.ts';
import { LOAD_MODEL_OPTIONS, type LoadedModel, type LoadModelOptions, loadModel } from './load-model.ts';
import {
  createRecognizer,
  RECOGNIZER_OPTIONS,
  type Recognizer,
  type RecognizerOptions,
} from './recognize/create-recognizer.ts';
import type { exponential } from './watch/exponential.ts';
import {
  DESCRIBE_WEIGHTS_OPTIONS,
  type DescribeWeightsOptions,
  describeWeights,
  type WeightsDescription,
} from './weights/describe-weights.ts';
import { LOAD_WEIGHTS_OPTIONS, type LoadWeightsOptions, loadWeights } from './weights/load-weights.ts';
import type { WeightsReference } from './weights/open-weights.ts';
import type { Weights } from './weights/weights.ts';

/** The ids of an extension point: those that are built in and those of plugins. */
type Id<Plugins extends readonly Plugin[], Point extends keyof Contributions> =
  | ContributedId<readonly [typeof builtinPlugin], Point>
  | ContributedId<Plugins, Point>;

type RuntimeOf<Plugins extends readonly Plugin[]> = 'auto' | Id<Plugins, 'runtimes'> | Runtime;

/** `LoadModelOptions` whose ids are those that there are. */
export interface FerModelOptions<Plugins extends readonly Plugin[]>
  extends Omit<LoadModelOptions, 'plugins' | 'runtime' | 'architecture'> {
  readonly runtime?: RuntimeOf<Plugins> | readonly RuntimeOf<Plugins>[];
  readonly architecture?: Id<Plugins, 'architectures'> | Architecture;
}

/** `RecognizerOptions` whose ids are those that there are. */
export interface FerRecognizerOptions<Plugins extends readonly Plugin[]>
  extends FerModelOptions<Plugins>,
    Omit<RecognizerOptions, keyof LoadModelOptions | 'detector'> {
  readonly detector?: 'auto' | Id<Plugins, 'detectors'> | false | FaceDetector | FaceDetectorFactory;
}

/** The functions of this package that take plugins, with plugins of their own. */
export interface Fer<Plugins extends readonly Plugin[] = readonly Plugin[]> {
  /** For functions of other packages: `train({ plugins: fer.plugins, … })`. */
  readonly plugins: Plugins;
  /** As `createRecognizer` of this package. */
  createRecognizer<Label extends string = Emotion>(
    options?: FerRecognizerOptions<Plugins>,
  ): Promise<Recognizer<Label, typeof exponential.id | Id<Plugins, 'postprocessors'>>>;
  /** As `loadModel` of this package. */
  loadModel(options?: FerModelOptions<Plugins>): Promise<LoadedModel>;
  /** As `loadWeights` of this package. */
  loadWeights(reference?: WeightsReference, options?: Omit<LoadWeightsOptions, 'plugins'>): Promise<Weights>;
  /** As `describeWeights` of this package. */
  describeWeights(
    reference?: WeightsReference,
    options?: Omit<DescribeWeightsOptions, 'plugins'>,
  ): Promise<WeightsDescription>;
}

/**
 * Binds plugins once, so that no call forgets them, and an id that none of them gives does not compile.
 *
 * ```ts
 * const { createRecognizer } = createFer({ plugins: [tfjs, blazeFace] });
 * const fer = await createRecognizer({ runtime: 'webgl', detector: 'blazeface' });
 * ```
 *
 * @throws FerError `FER_PLUGIN_INVALID` and `FER_PLUGIN_DUPLICATE` as `createRegistry`; `FER_INVALID_ARGUMENT` for an
 * unknown option, also of the functions that it gives
 */
export function createFer<const Plugins extends readonly Plugin[]>(options: {
  readonly plugins: Plugins;
}): Fer<Plugins> {
  assertOptions(options, { plugins: true }, 'createFer');
  const { plugins } = options;
  createRegistry(Array.isArray(plugins) ? [...plugins, builtinPlugin] : plugins);
  return {
    plugins,
    async createRecognizer<Label extends string>(call: FerRecognizerOptions<Plugins> = {}) {
      assertOptions(call, withoutPlugins(RECOGNIZER_OPTIONS), 'createRecognizer');
      return createRecognizer<Label>({ ...call, plugins });
    },
    async loadModel(call = {}) {
      assertOptions(call, withoutPlugins(LOAD_MODEL_OPTIONS), 'loadModel');
      return loadModel({ ...call, plugins });
    },
    async loadWeights(reference, call = {}) {
      assertOptions(call, withoutPlugins(LOAD_WEIGHTS_OPTIONS), 'loadWeights');
      return loadWeights(reference, { ...call, plugins });
    },
    async describeWeights(reference, call = {}) {
      assertOptions(call, withoutPlugins(DESCRIBE_WEIGHTS_OPTIONS), 'describeWeights');
      return describeWeights(reference, { ...call, plugins });
    },
  };
}

/** Plugins of a call's own would be passed over. */
function withoutPlugins<Known extends { readonly plugins: true }>({ plugins, ...others }: Known) {
  return others;
}
