/**
 * Times single frames at the rate of a camera, one thread and several taking turns: caches are cold by then, the clock of
 * the processor is down, and threads have gone to sleep. Then waits, and counts the CPU time of doing nothing.
 *
 *   node --conditions=@fer/source --import tsx bench/camera-rate.ts [--net tutorial-cnn,fer-net,mini-xception]
 *     [--threads 1,2] [--frames 150] [--interval 33] [--idle 10] [--json <file>]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createBenchImages, createBenchNetwork } from './networks.ts';
import { describeMachine } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { type Summary, summarize } from './support/statistics.ts';
import { warmUp } from './support/time-repeatedly.ts';
import { fer } from './systems/fer.ts';

const { values: options } = parseArgs({
  options: {
    net: { type: 'string', default: 'tutorial-cnn,fer-net,mini-xception' },
    threads: { type: 'string', default: '1,2' },
    frames: { type: 'string', default: '150' },
    interval: { type: 'string', default: '33' },
    idle: { type: 'string', default: '10' },
    json: { type: 'string' },
  },
});
const frames = Number(options.frames);
const intervalMs = Number(options.interval);
const idleMs = Number(options.idle) * 1000;

/** A network on so many threads. */
interface CameraResult {
  readonly network: string;
  readonly threads: number;
  /** Milliseconds of a frame, by the clock. */
  readonly ms: Summary;
  /** CPU milliseconds of all threads for a second of doing nothing, all networks of the row's name loaded. */
  readonly idleCpuMs: number;
}

const results: CameraResult[] = [];
for (const network of options.net.split(',')) results.push(...(await measure(network)));
writeReport(
  { bench: 'camera-rate', machine: await describeMachine(), options, results },
  options.json,
  (all) =>
    all.map(({ network, threads, ms, idleCpuMs }) => ({
      network,
      threads,
      'ms a frame, median': Number(ms.median.toPrecision(3)),
      fastest: Number(ms.minimum.toPrecision(3)),
      'idle, CPU ms a second': Number(idleCpuMs.toPrecision(3)),
    })),
);

async function measure(network: string): Promise<CameraResult[]> {
  const bench = createBenchNetwork(network);
  const image = createBenchImages(bench.architecture, 1);
  const contestants = [];
  for (const threads of options.threads.split(',').map(Number)) {
    const loaded = await fer.load(bench, threads);
    await warmUp(() => loaded.predict(image, 1));
    contestants.push({ threads, loaded, times: [] as number[] });
  }
  for (let frame = 0; frame < frames; frame++) {
    for (const { loaded, times } of contestants) {
      await sleep(intervalMs);
      const start = performance.now();
      await loaded.predict(image, 1);
      times.push(performance.now() - start);
    }
  }
  await sleep(intervalMs);
  const before = process.cpuUsage();
  await sleep(idleMs);
  const { user, system } = process.cpuUsage(before);
  for (const { loaded } of contestants) loaded.dispose();
  const idleCpuMs = (user + system) / idleMs;
  return contestants.map(({ threads, times }) => ({ network, threads, ms: summarize(times), idleCpuMs }));
}
