// The same from CommonJS.
const cli = require('@fer/cli');
const core = require('@fer/core');
const dataset = require('@fer/dataset');
const model = require('@fer/model');
const onnx = require('@fer/runtime-onnx');

async function main() {
  const tfjsLoadedByImport = '_tfengine' in globalThis;
  const wasm = require('@fer/backend-wasm');
  const fer = await model.createRecognizer();
  const face = dataset.drawFace({ emotion: 'happy', seed: 1 });
  const faces = await fer.recognize(face);
  fer.dispose();
  const native = await model.createRecognizer({ plugins: [onnx.plugin], runtime: 'onnx' });
  const nativeFaces = await native.recognize(face);
  native.dispose();
  const packages = [wasm, cli, core, dataset, model, onnx].filter((m) => Object.keys(m).length > 0).length;
  process.stdout.write(JSON.stringify({ packages, tfjsLoadedByImport, faces, nativeFaces }));
}

main();
