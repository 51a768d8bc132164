import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Op } from '../../../assembly/op-codes.ts';
import type { Step } from '../../engine/step.ts';
import type { OpKernel } from '../kernels/op-kernel.ts';
import { inputLengthOf, outputLengthOf } from '../op-lengths.ts';
import type { Plan, PlanOp } from '../plan.ts';
import { layoutNetwork } from './network-layout.ts';
import type { Segment } from './segments.ts';

const FIRST = 64;
const WORKSPACE = 5;

/** What a step of `recordingKernel` reads and writes. */
interface Recorded extends Step {
  readonly read: readonly number[];
  readonly written: number;
  readonly workspace: number;
  readonly images: number;
  readonly op2: number;
}

/** Computes nothing, and says where it would have read and written. */
function recordingKernel(op: number): OpKernel {
  return {
    resident: [new Float32Array(op % 3)],
    workspaceFloats: (images) => WORKSPACE * images,
    run: ({ inputs, output, workspace }, images): Recorded[] => [
      {
        ...{ op: Op.columnSums, chunks: 1, scratchFloats: op, fields: [] },
        read: inputs,
        written: output,
        workspace,
        images,
        op2: op,
      },
    ],
  };
}

/** Chains, branches and sums of vectors; what an op reads is chosen by `picks`. */
function planOf(choices: readonly { kind: number; pick: number; units: number }[], batch: number): Plan {
  const lengths = [30];
  const ops = choices.map(({ kind, pick, units }, index): PlanOp => {
    const from = pick % lengths.length;
    const length = lengths[from]!;
    const equals = [...lengths.keys()].filter((value) => lengths[value] === length);
    const base = { name: `op${index}`, inputs: [from] };
    const ops: PlanOp[] = [
      { ...base, type: 'dense', length, units, filter: new Float32Array(0), bias: null, activation: 'none' },
      { ...base, type: 'activation', length, activation: 'relu' },
      { ...base, type: 'add', length, activation: 'none', inputs: [from, equals[units % equals.length]!] },
    ];
    lengths.push(outputLengthOf(ops[kind]!));
    return ops[kind]!;
  });
  const labels = Array.from({ length: lengths.at(-1)! }, String);
  return {
    input: { width: 6, height: 5, channels: 1, resize: 'bilinear-antialias', range: [0, 1] },
    labels,
    batch,
    ops,
  };
}

const anyPlan = fc
  .tuple(
    fc.array(fc.record({ kind: fc.nat(2), pick: fc.nat(1000), units: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([choices, batch]) => planOf(choices, batch));

const anyCase = anyPlan.chain((plan) =>
  fc.record({
    plan: fc.constant(plan),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: plan.ops.length }), { maxLength: 3 }),
    sizes: fc.array(fc.integer({ min: 1, max: plan.batch }), { minLength: 4, maxLength: 4 }),
    images: fc.integer({ min: 1, max: plan.batch }),
  }),
);

describe('layoutNetwork', () => {
  it('gives every op what it is to read, for any network, number of images and segments', () => {
    fc.assert(
      fc.property(anyCase, ({ plan, cuts, sizes, images }) => {
        const bounds = [...new Set([0, ...cuts, plan.ops.length])].sort((a, b) => a - b);
        const segments = bounds
          .slice(1)
          .map((end, index): Segment => ({ first: bounds[index]!, end, images: sizes[index % 4]! }));
        const kernels = plan.ops.map((_, op) => recordingKernel(op));
        const layout = layoutNetwork(plan, { kernels, first: FIRST, threads: 2, segments });

        // Each float holds the value and the image that was written there last.
        const memory = new Array<string>(layout.byteLength / 4).fill('');
        const fill = (at: number, length: number, content: string) =>
          memory.fill(content, at / 4, at / 4 + length);
        for (let image = 0; image < images; image++) fill(layout.input + image * 30 * 4, 30, `0 of ${image}`);
        const done = new Map<number, number>();
        for (const step of layout.stepsFor(images) as unknown as Recorded[]) {
          const op = plan.ops[step.op2]!;
          const first = done.get(step.op2) ?? 0;
          fill(step.workspace, WORKSPACE * step.images, 'workspace');
          for (let image = 0; image < step.images; image++) {
            for (const [index, value] of op.inputs.entries()) {
              const at = step.read[index]! / 4 + image * inputLengthOf(op);
              const read = memory.slice(at, at + inputLengthOf(op));
              expect(new Set(read)).toEqual(new Set([`${value} of ${first + image}`]));
            }
          }
          for (let image = 0; image < step.images; image++) {
            const length = outputLengthOf(op);
            fill(step.written + image * length * 4, length, `${step.op2 + 1} of ${first + image}`);
          }
          done.set(step.op2, first + step.images);
        }

        const labels = plan.labels.length;
        for (let image = 0; image < images; image++) {
          const at = layout.output / 4 + image * labels;
          expect(new Set(memory.slice(at, at + labels))).toEqual(new Set([`${plan.ops.length} of ${image}`]));
        }
      }),
    );
  });

  it('uses memory again', () => {
    const plan = planOf(
      Array.from({ length: 20 }, (_, pick) => ({ kind: 1, pick, units: 1 })),
      8,
    );
    const kernels = plan.ops.map((): OpKernel => ({ ...recordingKernel(0), workspaceFloats: () => 0 }));
    const segments = [{ first: 0, end: 20, images: 8 }];
    const { program, arena } = layoutNetwork(plan, { kernels, first: FIRST, threads: 1, segments });
    expect(program - arena).toBe(2 * 8 * 30 * 4);
  });
});
