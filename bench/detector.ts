/**
 * Times what `@fer/detector-blazeface` does with a picture: the picture brought to what its network sees, a pass of the
 * network, and all of `detect`. The picture is drawn. Wall and CPU time in ms: minimum and median.
 *
 *   node --conditions=@fer/source --import tsx bench/detector.ts [--size 640x480] [--threads 1]
 *     [--seconds 5]
 */
import { parseArgs } from 'node:util';
import { loadImage } from '@fer/core';
import { plugin } from '@fer/detector-blazeface';
import { createWasmRuntime, loadModel } from '@fer/model';
import { drawPhoto } from './photos/draw-photo.ts';
import { describeMachine } from './support/machine.ts';
import { printMachine } from './support/report.ts';
import { summarize } from './support/statistics.ts';
import { timeRepeatedly, warmUp } from './support/time-repeatedly.ts';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '640x480' },
    threads: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '5' },
  },
});
const runtime = createWasmRuntime({ threads: Number(options.threads) });

const { network } = await loadModel({ runtime });
const preprocess = network.preprocess!;
let resize = (): unknown => undefined;
let pass = (): unknown => undefined;
const detector = await plugin.contributes.detectors[0].create({
  async loadNetwork(weights, { inputSize } = {}) {
    const { network: blazeface } = await loadModel({ weights, inputSize, runtime });
    return {
      ...blazeface,
      run(feeds, batch) {
        pass = () => blazeface.run(feeds, batch);
        return blazeface.run(feeds, batch);
      },
    };
  },
  preprocess(...cut) {
    resize = () => preprocess(...cut);
    return preprocess(...cut);
  },
});

const [width, height] = options.size.split('x').map(Number) as [number, number];
const { jpeg } = await drawPhoto({ width, height }, 1);
const photo = await loadImage(jpeg);
const detect = () => detector.detect(photo);
await detect();

printMachine(await describeMachine());
const rows: Record<string, object> = {};
for (const [name, call] of Object.entries({ resize, pass, detect })) {
  await warmUp(call);
  const { wall, cpu } = await timeRepeatedly(call, 1000 * Number(options.seconds));
  const [ms, cpuMs] = [summarize(wall), summarize(cpu)];
  rows[name] = {
    'wall, minimum': round(ms.minimum),
    'wall, median': round(ms.median),
    'CPU, minimum': round(cpuMs.minimum),
    'CPU, median': round(cpuMs.median),
    times: ms.repetitions,
  };
}
console.table(rows);
process.exit();

function round(ms: number): number {
  return Number(ms.toPrecision(3));
}
