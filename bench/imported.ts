/**
 * Reads ONNX files, and times what they come to in our `wasm` runtime beside onnxruntime-web on the file itself: one
 * picture, in one process, taking turns. No time is believed before both give what onnxruntime-node gives.
 *
 *   python packages/formats/scripts/export-onnx.py /tmp/exports
 *   node --conditions=@fer/source --import tsx bench/imported.ts /tmp/exports [--only resnet18] [--threads 1]
 *     [--relaxed] [--rounds 7] [--json <file>]
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, type InputSpec } from '@fer/core';
import { readOnnx } from '@fer/formats';
import { createWasmRuntime } from '@fer/model';
import type { InferenceSession } from 'onnxruntime-common';
import * as ortNode from 'onnxruntime-node';
import * as ortWeb from 'onnxruntime-web';
import { describeMachine, requireRelaxedSimd } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { largestDifference, summarize } from './support/statistics.ts';
import { timeRepeatedly, warmUp } from './support/time-repeatedly.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    threads: { type: 'string', default: '1' },
    relaxed: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
  },
});
const [folder = '.'] = positionals;
const threads = Number(options.threads);
/** How long one takes its turn. */
const SLICE_MS = 200;
/** Largest difference of an output from onnxruntime-node's, beside one of size 1. */
const TOLERANCE = 1e-4;

interface Imported {
  readonly file: string;
  /** Largest difference of ours, and of onnxruntime-web's, from onnxruntime-node's. */
  readonly differences: readonly [fer: number, ortWeb: number];
  /** Medians of a picture, ms: by the clock, and of the processor, which a busy machine does not change as much. */
  readonly wall: readonly [fer: number, ortWeb: number];
  readonly cpu: readonly [fer: number, ortWeb: number];
}

if (options.relaxed) await requireRelaxedSimd();
ortWeb.env.wasm.numThreads = threads;
const runtime = createWasmRuntime({ threads });
await runtime.init();

const results: Imported[] = [];
for (const file of (await readdir(folder)).sort()) {
  if (file.endsWith('.onnx') && file.includes(options.only)) results.push(await measure(file));
}
writeReport({ bench: 'imported', machine: await describeMachine(), options, results }, options.json, toRows);
process.exit();

async function measure(file: string): Promise<Imported> {
  const bytes = await readFile(join(folder, file));
  const { graph, tensors, inputShape } = readOnnx(bytes);
  const [height, width, channels] = inputShape;
  const range = [0, file.includes('ferplus') ? 255 : 1] as const;
  const input: InputSpec = {
    height,
    width,
    channels: channels as 1 | 3,
    resize: 'bilinear-antialias',
    range,
  };
  const random = createRandom(5);
  const picture = Float32Array.from({ length: height * width * channels }, () => random.uniform(...range));
  const turned = toChannelsFirst(picture, height * width, channels);
  const dims = [1, channels, height, width];

  const network = await runtime.load({ graph, tensors, input, labels: [] });
  const web = await ortWeb.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const native = await ortNode.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const feed = (session: InferenceSession, Tensor: typeof ortWeb.Tensor) => ({
    [session.inputNames[0]!]: new Tensor('float32', turned, dims),
  });
  const output = async (session: InferenceSession, Tensor: typeof ortWeb.Tensor) =>
    (await session.run(feed(session, Tensor)))[session.outputNames[0]!]!.data as Float32Array;
  const runs = [() => network.predict(picture, 1), () => output(web, ortWeb.Tensor)] as const;

  const expected = await output(native, ortNode.Tensor);
  const largest = Math.max(1, ...expected.map(Math.abs));
  const differences = [];
  for (const run of runs) differences.push(largestDifference(await run(), expected) / largest);
  if (!(differences[0]! < TOLERANCE)) throw new Error(`${file}: off by ${differences[0]}`);

  for (const run of runs) await warmUp(run);
  const times = runs.map(() => ({ wall: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [index, run] of runs.entries()) {
      const { wall, cpu } = await timeRepeatedly(run, SLICE_MS);
      times[index]!.wall.push(...wall);
      times[index]!.cpu.push(...cpu);
    }
  }
  network.dispose();
  await web.release();
  await native.release();
  const medians = (kind: 'wall' | 'cpu') =>
    times.map((each) => summarize(each[kind]).median) as [fer: number, ortWeb: number];
  return {
    file,
    differences: [differences[0]!, differences[1]!],
    wall: medians('wall'),
    cpu: medians('cpu'),
  };
}

/** NHWC → NCHW. */
function toChannelsFirst(picture: Float32Array, pixels: number, channels: number): Float32Array {
  return Float32Array.from(picture, (_, i) => picture[(i % pixels) * channels + Math.floor(i / pixels)]!);
}

function toRows(all: readonly Imported[]): object[] {
  const times = (ms: number) => Number(ms.toPrecision(3));
  const ratio = ([fer, ortWeb]: readonly [number, number]) => Number((ortWeb / fer).toFixed(2));
  return all.map(({ file, differences, wall, cpu }) => ({
    file,
    'fer, off by': differences[0].toExponential(1),
    'ort-web, off by': differences[1].toExponential(1),
    'fer, ms': times(wall[0]),
    'ort-web, ms': times(wall[1]),
    'ort-web / fer': ratio(wall),
    'by processor': ratio(cpu),
  }));
}
