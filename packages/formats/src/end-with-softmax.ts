import { assertChoice, FerError, type ForeignModel, type InputSpec, layer } from '@fer/core';
import { resolveGraph } from '@fer/graph';

/** Whether a network gives logits: `auto` looks at its last layer. */
export type LogitsChoice = boolean | 'auto';

/** A network that ends with probabilities. */
export interface EndedModel extends ForeignModel {
  readonly classes: number;
}

/**
 * Puts a softmax after a network that gives logits, so that it ends as a classifier must.
 *
 * @throws FerError `FER_GRAPH_INVALID` if it gives something else than one number for each class, or ends with a
 * function after which there are no logits (a sigmoid: several may be true at once)
 */
export function endWithSoftmax(model: ForeignModel, input: InputSpec, logits: LogitsChoice): EndedModel {
  if (typeof logits !== 'boolean') assertChoice(logits, ['auto'], 'logits', 'importWeights');
  const { graph, notes } = model;
  const resolved = resolveGraph(graph, input);
  const [output, ...more] = resolved.outputs;
  if (output === undefined || more.length > 0) throw unfit(`has ${resolved.outputs.length} outputs`);
  const classes = output.shape.at(-1)!;
  if (output.shape.some((size, axis) => axis < output.shape.length - 1 && size !== 1) || classes < 2) {
    throw unfit(`gives [${output.shape}]`);
  }

  const layers = [...graph.layers];
  const added: string[] = [];
  let last = output.name;
  const append = (base: string, type: string, config = {}) => {
    const taken = new Set([...Object.keys(graph.inputs ?? { input: 0 }), ...layers.map(({ name }) => name)]);
    let name = base;
    for (let copy = 2; taken.has(name); copy++) name = `${base}_${copy}`;
    layers.push(layer(name, type, config, [last]));
    last = name;
  };
  const final = resolved.layers.find(({ name }) => name === last);
  const isSoftmax = final?.type === 'activation' && final.activation === 'softmax';
  const isLayout = final !== undefined && ['flatten', 'reshape', 'dropout'].includes(final.type);
  const before = isLayout ? resolved.layers.find(({ name }) => name === final.inputs[0]) : final;
  const endsSoft = isSoftmax || (before?.type === 'activation' && before.activation === 'softmax');
  if (output.shape.length > 1) append('flatten', 'flatten');
  if (logits === true || (logits === 'auto' && !endsSoft)) {
    if (endsSoft) throw unfit('ends with a softmax already, so that it gives no logits: leave `logits` out');
    const activation = before !== undefined && 'activation' in before ? before.activation : 'linear';
    if (logits === 'auto' && activation !== 'linear') {
      throw unfit(`ends with ${activation}. Say \`logits: true\` if a softmax is to follow nevertheless`);
    }
    append('softmax', 'activation', { activation: 'softmax' });
    added.push('The network gives logits: a softmax was put after it.');
  } else if (endsSoft && (last !== output.name || !isSoftmax)) {
    throw unfit('lays its probabilities out after the softmax; let it end with the softmax');
  }
  return {
    ...model,
    classes,
    graph: { ...graph, layers, outputs: [last] },
    notes: [...notes, ...added],
  };
}

function unfit(problem: string): FerError {
  return new FerError(
    'FER_GRAPH_INVALID',
    `A classifier must give one number for each class, as logits or by a softmax, but the network ${problem}.`,
  );
}
