import type { Plan, PlanActivation, PlanOp, WindowGeometry } from '../plan.ts';

/** Computes a plan by plain loops in double precision: `[images, labels]`. */
export function runScalarPlan({ ops }: Pick<Plan, 'ops'>, pixels: Float32Array, images: number): number[] {
  const imageLength = pixels.length / images;
  return Array.from({ length: images }, (_, image) => {
    const values: number[][] = [Array.from(pixels.subarray(image * imageLength, (image + 1) * imageLength))];
    for (const op of ops)
      values.push(
        runOp(
          op,
          op.inputs.map((value) => values[value]!),
        ),
      );
    return values.at(-1)!;
  }).flat();
}

function runOp(op: PlanOp, inputs: readonly number[][]): number[] {
  const x = inputs[0]!;
  switch (op.type) {
    case 'conv2d': {
      const { inChannels, outChannels } = op.geometry;
      const sums = overWindows(op.geometry, (taps, channel) =>
        taps.reduce((sum, { pixel, tap }) => {
          for (let input = 0; input < inChannels; input++) {
            sum +=
              x[pixel * inChannels + input]! * op.filter[(tap * inChannels + input) * outChannels + channel]!;
          }
          return sum;
        }, op.bias?.[channel] ?? 0),
      );
      return sums.map((sum) => activate(sum, op.activation));
    }
    case 'depthwiseConv2d': {
      const { inChannels, outChannels } = op.geometry;
      const multiplier = outChannels / inChannels;
      const sums = overWindows(op.geometry, (taps, channel) =>
        taps.reduce(
          (sum, { pixel, tap }) =>
            sum +
            x[pixel * inChannels + Math.floor(channel / multiplier)]! *
              op.filter[tap * outChannels + channel]!,
          op.bias?.[channel] ?? 0,
        ),
      );
      return sums.map((sum) => activate(sum, op.activation));
    }
    case 'maxPool':
    case 'averagePool': {
      const { inChannels } = op.geometry;
      return overWindows(op.geometry, (taps, channel) => {
        const seen = taps.map(({ pixel }) => x[pixel * inChannels + channel]!);
        return op.type === 'maxPool' ? Math.max(...seen) : mean(seen);
      });
    }
    case 'globalMaxPool':
    case 'globalAveragePool':
      return Array.from({ length: op.channels }, (_, channel) => {
        const seen = x.filter((_value, index) => index % op.channels === channel);
        return op.type === 'globalMaxPool' ? Math.max(...seen) : mean(seen);
      });
    case 'dense':
      return Array.from({ length: op.units }, (_, unit) =>
        activate(
          x.reduce((sum, value, i) => sum + value * op.filter[i * op.units + unit]!, op.bias?.[unit] ?? 0),
          op.activation,
        ),
      );
    case 'scaleShift':
      return x.map((value, i) =>
        activate(value * op.scale[i % op.channels]! + op.shift[i % op.channels]!, op.activation),
      );
    case 'add':
      return x.map((value, i) => activate(value + inputs[1]![i]!, op.activation));
    case 'activation':
      return x.map((value) => activate(value, op.activation));
    case 'pad': {
      const width = op.inWidth + op.left + op.right;
      const padded = new Array<number>((op.inHeight + op.top + op.bottom) * width * op.channels).fill(0);
      for (const [index, value] of x.entries()) {
        const channel = index % op.channels;
        const column = Math.floor(index / op.channels) % op.inWidth;
        const row = Math.floor(index / op.channels / op.inWidth);
        padded[((row + op.top) * width + column + op.left) * op.channels + channel] = value;
      }
      return padded;
    }
    case 'softmax': {
      const highest = Math.max(...x);
      const powers = x.map((value) => Math.exp(value - highest));
      const sum = powers.reduce((total, power) => total + power, 0);
      return powers.map((power) => power / sum);
    }
  }
}

interface Tap {
  /** Of the input, row by row. */
  readonly pixel: number;
  /** Of the filter, row by row. */
  readonly tap: number;
}

/** Each output in order, from the taps of its window that lie inside the input. */
function overWindows(geometry: WindowGeometry, output: (taps: Tap[], channel: number) => number): number[] {
  const outputs: number[] = [];
  for (let row = 0; row < geometry.outHeight; row++) {
    for (let column = 0; column < geometry.outWidth; column++) {
      const taps: Tap[] = [];
      for (let tapRow = 0; tapRow < geometry.filterHeight; tapRow++) {
        for (let tapColumn = 0; tapColumn < geometry.filterWidth; tapColumn++) {
          const y = row * geometry.strideHeight + tapRow * geometry.dilationHeight - geometry.padTop;
          const x = column * geometry.strideWidth + tapColumn * geometry.dilationWidth - geometry.padLeft;
          if (y < 0 || y >= geometry.inHeight || x < 0 || x >= geometry.inWidth) continue;
          taps.push({ pixel: y * geometry.inWidth + x, tap: tapRow * geometry.filterWidth + tapColumn });
        }
      }
      for (let channel = 0; channel < geometry.outChannels; channel++) outputs.push(output(taps, channel));
    }
  }
  return outputs;
}

function activate(x: number, activation: PlanActivation): number {
  switch (activation) {
    case 'none':
      return x;
    case 'relu':
      return Math.max(x, 0);
    case 'relu6':
      return Math.min(Math.max(x, 0), 6);
    case 'elu':
      return x > 0 ? x : Math.expm1(x);
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'tanh':
      return Math.tanh(x);
    case 'softplus':
      return Math.log1p(Math.exp(x));
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
