import { afterEach, describe, expect, it } from 'vitest';
import * as ControlField from '../assembly/control-field.ts';
import * as Op from '../assembly/op-codes.ts';
import { everyLayerModel } from '../src/inference/__fixtures__/every-layer.ts';
import { layer, modelOf, pixelsFor, SOFTMAX } from '../src/inference/__fixtures__/random-model.ts';
import { compile, createInference } from '../src/inference/index.ts';
import { kernelOf } from '../src/inference/kernels/kernel-of.ts';
import { measureNetwork } from '../src/inference/run/network-layout.ts';
import { compileAssembly } from './compile-assembly.ts';

const model = everyLayerModel();
const plan = compile(model, { batch: 4 });
const pixels = pixelsFor(model, 2);

const { Memory } = WebAssembly;
afterEach(() => {
  WebAssembly.Memory = Memory;
});

/** Counts the memories that are made from now on. */
function countMemories(): () => number {
  let count = 0;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      count++;
    }
  };
  return () => count;
}

describe('the memory of a network', () => {
  // The garbage collector may take one in between.
  it.each([
    [1, 5],
    [2, 15],
  ])('goes to the next one, on %i threads', async (threads, most) => {
    const inference = createInference({ threads });
    await inference.start();
    const memories = countMemories();
    let expected: Float32Array | undefined;
    for (let cycle = 0; cycle < 50; cycle++) {
      const network = await inference.load(plan);
      const received = await network.predict(pixels, 2);
      expected ??= received;
      expect(received).toEqual(expected);
      network.dispose();
      network.dispose();
      // The threads have to end first.
      if (threads > 1) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(memories()).toBeGreaterThan(0);
    expect(memories()).toBeLessThan(most);
  });

  it.each([1, 2])('is shared by the networks of an inference, on %i threads', async (threads) => {
    const memories = countMemories();
    const inference = createInference({ threads });
    const networks = [];
    for (let index = 0; index < 4; index++) networks.push(await inference.load(plan));
    expect(memories()).toBeLessThanOrEqual(1);
    const [expected, ...others] = await Promise.all(networks.map((network) => network.predict(pixels, 2)));
    for (const received of others) expect(received).toEqual(expected);
    for (const network of networks) network.dispose();
  });

  it('goes to one network only, and not to one that still runs', async () => {
    const inference = createInference({ threads: 1 });
    const first = await inference.load(plan);
    const expected = await first.predict(pixels, 2);
    first.dispose();
    first.dispose();
    const networks = await Promise.all(Array.from({ length: 3 }, () => inference.load(plan)));
    const other = compile(model, { batch: 4 });
    for (const op of other.ops) if ('filter' in op) op.filter.fill(0.25);
    const different = await inference.load(other);
    for (const network of networks) expect(await network.predict(pixels, 2)).toEqual(expected);
    expect(await different.predict(pixels, 2)).not.toEqual(expected);
    for (const network of [different, ...networks]) network.dispose();
  });

  it('is as good as new again', async () => {
    const layers = [
      layer('flatten', 'flatten'),
      layer('logits', 'dense', { units: 3 }, { kernel: [30, 3], bias: [3] }),
      SOFTMAX,
    ];
    const small = modelOf(layers);
    const smallPlan = compile(small, { batch: 4 });
    const inference = createInference({ threads: 1 });
    const fresh = await inference.load(smallPlan);
    const expected = await fresh.predict(pixelsFor(small, 3), 3);
    fresh.dispose();
    let seen: WebAssembly.Memory | undefined;
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = ((
      module: WebAssembly.Module,
      imports: { env: { memory: WebAssembly.Memory } },
    ) => {
      seen = imports.env.memory;
      // Nothing but zeros where the control block lies.
      expect(new Uint8Array(seen.buffer, 0, 64).every((byte) => byte === 0)).toBe(true);
      new Uint8Array(seen.buffer, 64).fill(255);
      return instantiate(module, imports as never);
    }) as never;
    try {
      const again = await inference.load(smallPlan);
      const { byteLength } = measureNetwork(smallPlan, { kernels: smallPlan.ops.map(kernelOf), threads: 1 });
      const region = Buffer.from(seen!.buffer, 64, byteLength);
      expect(region.includes(Buffer.alloc(64, 255))).toBe(false);
      expect(await again.predict(pixelsFor(small, 3), 3)).toEqual(expected);
      again.dispose();
    } finally {
      WebAssembly.instantiate = instantiate;
    }
    expect(seen).toBeDefined();
  });

  it('is no more than a network may need', async () => {
    const memories = countMemories();
    const layers = [layer('pool', 'globalMaxPooling2d'), SOFTMAX];
    const large = compile(modelOf(layers, { height: 4096, width: 4096, labels: 1 }), { batch: 40 });
    await expect(createInference({ threads: 1 }).load(large)).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      message: expect.stringMatching(/needs \d+ bytes.*smaller `batch`/),
    });
    expect(memories()).toBe(0);
  });
});

describe('a trap in WebAssembly', () => {
  /** Kernels that compute nothing, and trap where `condition` says so. */
  const broken = (condition: string, shared: boolean) =>
    compileAssembly(
      `export function run(control: usize, op: i32, args: usize, chunks: i32): bool {
         if (${condition}) unreachable();
         return true;
       }
       export function run_steps(control: usize, steps: usize, first: i32, end: i32): i32 {
         for (let step = first; step < end; step++) run(control, load<i32>(steps + <usize>step * 12), 0, 0);
         return end;
       }
       export function run_chunk(op: i32, args: usize, chunk: i32, thread: i32): void {}
       export function finish(control: usize): bool { return true; }
       export function work(control: usize, thread: i32): void {
         ${shared ? `while (!atomic.load<i32>(control + ${ControlField.stop})) {}` : ''}
       }`,
      shared,
    );

  it.each([1, 2])('names the op, for good, on %i threads', async (threads) => {
    const module = await broken(`op == ${Op.softmax}`, threads > 1);
    const started = countMemories();
    // Who holds all memories of earlier networks finds new ones only.
    const others = [];
    while (started() === 0) others.push(await createInference({ threads }).load(plan));
    const network = await createInference({ threads, assets: () => module }).load(plan);
    const failure = expect.objectContaining({
      code: 'FER_RUNTIME_FAILED',
      message: expect.stringMatching(/op 'softmax' .*RuntimeError.*cannot be used any more/),
      details: expect.objectContaining({ op: 'softmax' }),
    });
    await expect(network.predict(pixels, 2)).rejects.toThrow(failure);
    await expect(network.predict(pixels, 2), 'and for good').rejects.toThrow(failure);
    network.dispose();
    await expect(network.predict(pixels, 2)).rejects.toMatchObject({ code: 'FER_DISPOSED' });

    // What the threads may still do to its memory must not reach others.
    const memories = countMemories();
    const next = await createInference({ threads }).load(plan);
    expect(memories()).toBe(1);
    expect((await next.predict(pixels, 2)).every(Number.isFinite)).toBe(true);
    for (const each of [next, ...others]) each.dispose();
  });

  it('while the weights are packed names the op, too', async () => {
    const module = await broken(`op == ${Op.packColumns}`, false);
    await expect(createInference({ threads: 1, assets: () => module }).load(plan)).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      details: { op: 'dense1' },
    });
  });
});
