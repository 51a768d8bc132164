import { assertOptions } from '@fer/core';
import { countParameters } from '@fer/graph';
import type { ForeignSource } from './foreign-files.ts';
import { type ReadForeignOptions, readForeign } from './read-foreign.ts';
import { specOfShape } from './spec-of-shape.ts';

/** What files of another tool hold. */
export interface FileDescription {
  /** The format's id. */
  readonly format: string;
  readonly producer?: string;
  /** `[height, width, channels]` */
  readonly inputShape: readonly [number, number, number];
  readonly labels?: readonly string[];
  readonly layers: readonly { readonly name: string; readonly type: string }[];
  readonly parameters: number;
  readonly notes: readonly string[];
}

const OPTIONS = {
  format: true,
  inputShape: true,
  graph: true,
  tensorNames: true,
  plugins: true,
  weightsLimits: true,
  signal: true,
} as const satisfies Record<keyof ReadForeignOptions, true>;

/**
 * Says what files hold, without making weights of them: nothing need be known of their input or labels.
 *
 * @throws FerError as `importWeights`
 */
export async function describeFile(
  source: ForeignSource,
  options: ReadForeignOptions = {},
): Promise<FileDescription> {
  assertOptions(options, OPTIONS, 'describeFile');
  const { format, model } = await readForeign(source, options, 'describeFile');
  const { graph, inputShape, notes, producer, labels } = model;
  return {
    format: format.id,
    ...(producer === undefined ? {} : { producer }),
    inputShape,
    ...(labels === undefined ? {} : { labels }),
    layers: graph.layers.map(({ name, type }) => ({ name, type })),
    parameters: countParameters(graph, specOfShape(inputShape)).total,
    notes,
  };
}
