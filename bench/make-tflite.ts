/**
 * Writes the networks as `.tflite` files, whose batch size is fixed, for `forward-browser.ts --litert <folder>`. No
 * JavaScript writes them: this takes a Python with TensorFlow (`pip install tensorflow-cpu`, 0.3 GB to download).
 *
 *   node --conditions=@fer/source --import tsx bench/make-tflite.ts <folder> [--net tutorial-cnn,mini-xception,…]
 *     [--batch 1,32] [--python python3]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EMOTIONS } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { benchArchitectures, createBenchNetwork } from './networks.ts';
import { tfliteFile } from './tflite/file-name.ts';

const {
  values: options,
  positionals: [folder],
} = parseArgs({
  allowPositionals: true,
  options: {
    net: { type: 'string', default: [...benchArchitectures.keys()].join() },
    batch: { type: 'string', default: '1,32' },
    python: { type: 'string', default: 'python3' },
  },
});
if (folder === undefined) throw new Error('Usage: bench/make-tflite.ts <folder>');

mkdirSync(folder, { recursive: true });
const temporary = mkdtempSync(join(tmpdir(), 'fer-tflite-'));
try {
  for (const network of options.net.split(',')) convert(network, folder);
} finally {
  rmSync(temporary, { recursive: true });
}

function convert(network: string, to: string): void {
  const { architecture, weights } = createBenchNetwork(network);
  const graph = resolveGraph(architecture.build(architecture.defaults, EMOTIONS.length), architecture.input);
  const tensors = graph.layers.flatMap((layer) =>
    layer.weights.map(({ name }) => weights.tensors.get(name)!.data),
  );
  const [graphFile, weightsFile] = [join(temporary, 'graph.json'), join(temporary, 'weights.bin')];
  writeFileSync(graphFile, JSON.stringify(graph));
  writeFileSync(
    weightsFile,
    Buffer.concat(tensors.map((data) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))),
  );
  const targets = options.batch
    .split(',')
    .map((batch) => `${batch}=${join(to, tfliteFile(network, Number(batch)))}`);
  const script = join(import.meta.dirname, 'tflite/convert.py');
  execFileSync(options.python, [script, graphFile, weightsFile, ...targets], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  console.log(`${network}: batch ${options.batch}`);
}
