import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Op from '../../../assembly/op-codes.ts';
import type { Step } from '../../engine/step.ts';
import type { OpKernel } from '../kernels/op-kernel.ts';
import { inputLengthsOf, outputLengthOf } from '../op-lengths.ts';
import type { Plan, PlanOp } from '../plan.ts';
import { measureNetwork, type Workplace } from './network-layout.ts';

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

/** Chains, branches, sums and outputs of vectors; what an op reads is chosen by `picks`. */
function planOf(
  choices: readonly { kind: number; pick: number; units: number }[],
  { batch, outputs }: { batch: number; outputs: readonly number[] },
): Plan {
  const lengths = [30, 17];
  const ops = choices.map(({ kind, pick, units }, index): PlanOp => {
    const from = pick % lengths.length;
    const length = lengths[from]!;
    const equals = [...lengths.keys()].filter((value) => lengths[value] === length);
    const base = { name: `op${index}`, inputs: [from] };
    const ops: PlanOp[] = [
      { ...base, type: 'dense', length, units, filter: new Float32Array(0), bias: null, activation: 'none' },
      { ...base, type: 'activation', length, activation: 'relu' },
      { ...base, type: 'add', length, activation: 'none', inputs: [from, equals[units % equals.length]!] },
      { ...base, type: 'concatenate', pixels: 1, channels: [length, lengths[0]!], inputs: [from, 0] },
    ];
    lengths.push(outputLengthOf(ops[kind]!));
    return ops[kind]!;
  });
  return {
    inputs: [
      { name: 'left', shape: [lengths[0]!] },
      { name: 'right', shape: [lengths[1]!] },
    ],
    outputs: outputs.map((pick, index) => {
      const value = pick % lengths.length;
      return { name: `output${index}`, shape: [lengths[value]!], value };
    }),
    batch,
    ops,
  };
}

const anyPlan = fc
  .tuple(
    fc.array(fc.record({ kind: fc.nat(3), pick: fc.nat(1000), units: fc.integer({ min: 1, max: 40 }) }), {
      maxLength: 12,
    }),
    fc.record({
      batch: fc.integer({ min: 1, max: 9 }),
      outputs: fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }),
    }),
  )
  .map(([choices, options]) => planOf(choices, options));

const anyCase = anyPlan.chain((plan) =>
  fc.record({ plan: fc.constant(plan), images: fc.integer({ min: 1, max: plan.batch }) }),
);

/** A memory whose floats hold which value of which image was written there last. */
function tracedMemory(plan: Plan, byteLength: number) {
  const memory = new Array<string>((FIRST + byteLength) / 4).fill('');
  const lengths = [...plan.inputs.map(({ shape }) => shape[0]!), ...plan.ops.map(outputLengthOf)];
  const named = (value: number, image: number, of: string) => `${value} of ${of}${image}`;
  const write = (value: number, at: number, images: number, of: string) => {
    for (let image = 0; image < images; image++) {
      const first = at / 4 + image * lengths[value]!;
      memory.fill(named(value, image, of), first, first + lengths[value]!);
    }
  };
  const expectAt = (value: number, at: number, length: number, images: number, of: string) => {
    for (let image = 0; image < images; image++) {
      const read = memory.slice(at / 4 + image * length, at / 4 + (image + 1) * length);
      expect(new Set(read)).toEqual(new Set([named(value, image, of)]));
    }
  };
  /** Does what the steps of a workplace do, and looks at what they read. */
  const compute = (workplace: Workplace, images: number, of: string) => {
    for (const step of workplace.stepsFor(images) as unknown as Recorded[]) {
      const op = plan.ops[step.op2]!;
      memory.fill('workspace', step.workspace / 4, step.workspace / 4 + WORKSPACE * images);
      for (const [index, value] of op.inputs.entries()) {
        expectAt(value, step.read[index]!, inputLengthsOf(op)[index]!, images, of);
      }
      write(plan.inputs.length + step.op2, step.written, images, of);
    }
  };
  const feed = ({ inputs }: Workplace, images: number, of: string) => {
    for (const [input, at] of inputs.entries()) write(input, at, images, of);
  };
  const expectOutputs = ({ outputs }: Workplace, images: number, of: string) => {
    for (const [index, { value, shape }] of plan.outputs.entries()) {
      expectAt(value, outputs[index]!, shape[0]!, images, of);
    }
  };
  return { feed, compute, expectOutputs };
}

describe('measureNetwork', () => {
  it('gives every op what it is to read, and the outputs at the end, for any network and number of images', () => {
    fc.assert(
      fc.property(anyCase, ({ plan, images }) => {
        const kernels = plan.ops.map((_, op) => recordingKernel(op));
        const { byteLength, place } = measureNetwork(plan, { kernels, threads: 2 });
        const layout = place(FIRST);
        const { feed, compute, expectOutputs } = tracedMemory(plan, byteLength);
        feed(layout, images, '');
        compute(layout, images, '');
        expectOutputs(layout, images, '');
      }),
    );
  });

  it('has a place for the share of each thread, none of which touches what is of another', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 4 }), (plan, threads) => {
        const kernels = plan.ops.map((_, op) => recordingKernel(op));
        const { byteLength, place } = measureNetwork(plan, { kernels, threads });
        const { shares } = place(FIRST);
        expect(shares).toHaveLength(threads === 1 || plan.batch < threads ? 0 : threads);
        const images = Math.ceil(plan.batch / threads);
        const { feed, compute, expectOutputs } = tracedMemory(plan, byteLength);
        for (const [i, share] of shares.entries()) feed(share, images, `share ${i}, `);
        for (const [i, share] of shares.entries()) compute(share, images, `share ${i}, `);
        for (const [i, share] of shares.entries()) expectOutputs(share, images, `share ${i}, `);
        if (plan.ops.length === 0) return;
        const programs = [place(FIRST), ...shares].map(({ program }) => program);
        expect(new Set(programs).size).toBe(programs.length);
      }),
    );
  });

  it('uses memory again', () => {
    const chain = Array.from({ length: 20 }, (_, index) => ({
      kind: 1,
      pick: index === 0 ? 0 : index + 1,
      units: 1,
    }));
    const plan = planOf(chain, { batch: 8, outputs: [21] });
    const kernels = plan.ops.map((): OpKernel => ({ ...recordingKernel(0), workspaceFloats: () => 0 }));
    const { program, arena } = measureNetwork(plan, { kernels, threads: 1 }).place(FIRST);
    // Two values of 30 numbers, and at the first op the second input.
    const second = Math.ceil((8 * 17 * 4) / 64) * 64;
    expect(program - arena).toBe(2 * 8 * 30 * 4 + second);
  });
});
