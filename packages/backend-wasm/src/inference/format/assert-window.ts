import { PLAN_LIMITS, type WindowGeometry } from '../plan.ts';
import { corruptPlan } from './corrupt-plan.ts';
import { assertFields, assertWhole } from './plan-fields.ts';

const SIZES = [
  ...['inHeight', 'inWidth', 'inChannels', 'outHeight', 'outWidth', 'outChannels'],
  ...['filterHeight', 'filterWidth', 'strideHeight', 'strideWidth', 'dilationHeight', 'dilationWidth'],
];
const MARGINS = ['padTop', 'padLeft'];

/** @throws FerError `FER_WEIGHTS_CORRUPT` unless it has every size, and `windowProblem` finds nothing */
export function assertWindow(geometry: unknown, subject: string): asserts geometry is WindowGeometry {
  assertFields(geometry, [...SIZES, ...MARGINS], `${subject} with a geometry`);
  for (const key of SIZES) assertWhole(geometry[key], 1, key, subject);
  for (const key of MARGINS) assertWhole(geometry[key], 0, key, subject);
  const problem = windowProblem(geometry as unknown as WindowGeometry);
  if (problem !== undefined) throw corruptPlan(`has ${subject} whose ${problem}`, { ...geometry });
}

/** One direction of a window. */
interface Axis {
  readonly name: 'height' | 'width';
  readonly input: number;
  readonly output: number;
  readonly filter: number;
  readonly stride: number;
  readonly dilation: number;
  /** Before the first row or column. */
  readonly padding: number;
}

/**
 * Why a plan cannot have such a window: it must give as many outputs as its sizes make, and stay so near to its image
 * that all it covers, padding included, can be counted in 32 bits.
 *
 * @returns undefined if it can
 */
export function windowProblem(window: WindowGeometry): string | undefined {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = window;
  const vertical: Axis = {
    ...{ name: 'height', input: inHeight, output: outHeight, filter: window.filterHeight },
    ...{ stride: window.strideHeight, dilation: window.dilationHeight, padding: window.padTop },
  };
  const horizontal: Axis = {
    ...{ name: 'width', input: inWidth, output: outWidth, filter: window.filterWidth },
    ...{ stride: window.strideWidth, dilation: window.dilationWidth, padding: window.padLeft },
  };
  const covered = mostCovered(vertical) * mostCovered(horizontal) * Math.max(inChannels, outChannels);
  return (
    axisProblem(vertical) ??
    axisProblem(horizontal) ??
    (covered > PLAN_LIMITS.imageFloats
      ? `windows cover ${covered} numbers an image, more than ${PLAN_LIMITS.imageFloats}`
      : undefined)
  );
}

function axisProblem(axis: Axis): string | undefined {
  const { name, input, output, stride, dilation, padding } = axis;
  const reach = reachOf(axis);
  if (dilation > reach) return `${name} has a dilation of ${dilation}, but one tap`;
  if (padding >= reach) return `${name} is padded by ${padding}, though a window reaches over ${reach}`;
  if (stride > input + padding) return `${name} has a stride of ${stride}, beyond an image of ${input}`;
  // The padding on the far side is not part of a plan: it is anything less than a window, too.
  const least = Math.max(1, Math.floor((input + padding - reach) / stride) + 1);
  const most = Math.floor((input + padding - 1) / stride) + 1;
  if (output >= least && output <= most) return undefined;
  return `${name} gives ${output} outputs, where an input of ${input} gives ${least} to ${most}`;
}

function reachOf({ filter, dilation }: Axis): number {
  return (filter - 1) * dilation + 1;
}

/** With padding on both sides. */
function mostCovered(axis: Axis): number {
  return axis.input + 2 * (reachOf(axis) - 1);
}
