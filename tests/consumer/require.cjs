// The same from CommonJS.
const dataset = require('@fer/dataset');
const model = require('@fer/model');
const onnx = require('@fer/runtime-onnx');

async function main() {
  const fer = await model.createRecognizer({ detector: false });
  const face = dataset.drawFace({ emotion: 'happy', seed: 1 });
  const faces = await fer.recognize(face);
  fer.dispose();
  const native = await model.createRecognizer({ plugins: [onnx.plugin], runtime: 'onnx', detector: false });
  const nativeFaces = await native.recognize(face);
  native.dispose();
  const tfjsLoadedByImport = '_tfengine' in globalThis;

  const names = process.argv.slice(2);
  const empty = names.filter((name) => Object.keys(require(`@fer/${name}`)).length === 0);
  process.stdout.write(JSON.stringify({ empty, tfjsLoadedByImport, faces, nativeFaces }));
}

main();
