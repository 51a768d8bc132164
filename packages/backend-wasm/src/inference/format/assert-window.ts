import { PLAN_LIMITS, type WindowGeometry } from '../plan.ts';
import { corruptPlan } from './corrupt-plan.ts';
import { assertFields, assertWhole } from './plan-fields.ts';

const SIZES = [
  ...['inHeight', 'inWidth', 'inChannels', 'outHeight', 'outWidth', 'outChannels'],
  ...['filterHeight', 'filterWidth', 'strideHeight', 'strideWidth', 'dilationHeight', 'dilationWidth'],
];
const MARGINS = ['padTop', 'padLeft'];

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
 * Checks that a window stays at its image, so that what it covers, padding included, can be counted in 32 bits.
 *
 * @throws FerError `FER_WEIGHTS_CORRUPT`
 */
export function assertWindow(geometry: unknown, subject: string): asserts geometry is WindowGeometry {
  assertFields(geometry, [...SIZES, ...MARGINS], `${subject} with a geometry`);
  for (const key of SIZES) assertWhole(geometry[key], 1, key, subject);
  for (const key of MARGINS) assertWhole(geometry[key], 0, key, subject);
  const window = geometry as unknown as WindowGeometry;
  const height = assertAxis(
    {
      ...{ name: 'height', input: window.inHeight, output: window.outHeight, filter: window.filterHeight },
      ...{ stride: window.strideHeight, dilation: window.dilationHeight, padding: window.padTop },
    },
    subject,
  );
  const width = assertAxis(
    {
      ...{ name: 'width', input: window.inWidth, output: window.outWidth, filter: window.filterWidth },
      ...{ stride: window.strideWidth, dilation: window.dilationWidth, padding: window.padLeft },
    },
    subject,
  );
  const covered = height * width * Math.max(window.inChannels, window.outChannels);
  if (covered > PLAN_LIMITS.imageFloats) {
    throw corruptPlan(
      `has ${subject} whose windows cover ${covered} numbers an image, more than ${PLAN_LIMITS.imageFloats}`,
    );
  }
}

/** @returns the most that windows cover, padding included */
function assertAxis(axis: Axis, subject: string): number {
  const { name, input, output, filter, stride, dilation, padding } = axis;
  const reach = (filter - 1) * dilation + 1;
  const refuse = (problem: string) => corruptPlan(`has ${subject} whose ${name} ${problem}`, { ...axis });
  if (dilation > reach) throw refuse(`has a dilation of ${dilation}, but one tap`);
  if (padding >= reach) throw refuse(`is padded by ${padding}, though a window reaches over ${reach}`);
  if (stride > input + padding) throw refuse(`has a stride of ${stride}, beyond an image of ${input}`);
  // The padding on the far side is not part of a plan: it is anything less than a window, too.
  const least = Math.max(1, Math.floor((input + padding - reach) / stride) + 1);
  const most = Math.floor((input + padding - 1) / stride) + 1;
  if (output < least || output > most) {
    throw refuse(`gives ${output} outputs, where an input of ${input} gives ${least} to ${most}`);
  }
  return input + 2 * (reach - 1);
}
