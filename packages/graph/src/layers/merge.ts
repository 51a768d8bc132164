import type { LayerReader } from '../layer-reader.ts';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';
import type { Shape } from '../shape.ts';

type MergeType = 'add' | 'subtract' | 'multiply' | 'maximum';

/**
 * Number by number from inputs of one shape, two of them or more (`subtract`: two). `multiply` also takes `[channels]`
 * or `[1, 1, channels]` after a feature map and scales its channels, as in squeeze-and-excitation (Hu et al. 2017,
 * arXiv:1709.01507).
 */
export type MergeLayer<Type extends MergeType> = LayerBase<Type>;

export const add = merge('add');
export const subtract = merge('subtract');
export const multiply = merge('multiply');
export const maximum = merge('maximum');

function merge<Type extends MergeType>(type: Type): LayerDefinition<MergeLayer<Type>> {
  return {
    type,
    read(reader) {
      const [first, ...others] = reader.inputs;
      const isEnough = others.length > 0 && (type !== 'subtract' || others.length === 1);
      if (first === undefined || !isEnough) {
        const wanted = type === 'subtract' ? 'two inputs' : 'two inputs or more';
        throw reader.invalid(`needs ${wanted}, but reads ${reader.inputs.length}`);
      }
      for (const other of others) assertShape(reader, type, first, other);
      return { outputShape: first };
    },
  };
}

function assertShape(reader: LayerReader, type: MergeType, first: Shape, other: Shape): void {
  if (other.join() === first.join() || (type === 'multiply' && isPerChannel(other, first))) return;
  const also = type === 'multiply' ? `, or [${first.at(-1)}] to scale the channels` : '';
  throw reader.invalid(`reads [${first}] and [${other}]; shapes must be equal${also}`);
}

/** Whether a shape holds one number for each channel of a feature map. */
export function isPerChannel(shape: Shape, map: Shape): boolean {
  const channels = map.at(-1);
  return map.length === 3 && (shape.join() === `${channels}` || shape.join() === `1,1,${channels}`);
}
