import type { LayerReader } from './layer-reader.ts';
import type { Shape } from './shape.ts';
import type { WeightSpec } from './weight-spec.ts';

/** What every layer of a resolved graph has, whatever its type. */
export interface LayerBase<Type extends string> {
  readonly type: Type;
  readonly name: string;
  /** Names of what it reads: earlier layers, or inputs of the network. */
  readonly inputs: readonly string[];
  /** Of what it reads, in that order. */
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** In Keras's order. */
  readonly weights: readonly WeightSpec[];
  /** Whether a training moves its weights and statistics: `trainable` in its options. */
  readonly trainable: boolean;
  /** Options that a training would have to heed and ours does not: it refuses them by name. */
  readonly refusedInTraining: readonly string[];
}

/** What a definition makes of a layer's options: all that is its type's own, and the shape of what it gives. */
export type Reading<Layer extends LayerBase<string>> = Omit<
  Layer,
  Exclude<keyof LayerBase<string>, 'outputShape'>
>;

/** A type of layer that every engine knows. */
export interface LayerDefinition<Layer extends LayerBase<string>> {
  readonly type: Layer['type'];
  /** @throws FerError `FER_GRAPH_INVALID` naming the layer */
  read(reader: LayerReader): Reading<Layer>;
}

/** Another way to write layers that every engine knows: it has a type's name and options of its own, and comes to one of them. */
export interface LayerSpelling<Layer extends LayerBase<string>> {
  /** @throws FerError `FER_GRAPH_INVALID` naming the layer */
  read(reader: LayerReader): Layer extends unknown ? Reading<Layer> & Pick<Layer, 'type'> : never;
}
