// What a stranger's first ES module does: import every package (their names are the arguments), recognise one gray
// picture.
import * as dataset from '@fer/dataset';
import * as model from '@fer/model';
import * as onnx from '@fer/runtime-onnx';

// A recogniser brings no tfjs in, whatever else is installed.
const fer = await model.createRecognizer({ detector: false });
const face = dataset.drawFace({ emotion: 'happy', seed: 1 });
const faces = await fer.recognize(face);
fer.dispose();
const native = await model.createRecognizer({ plugins: [onnx.plugin], runtime: 'onnx', detector: false });
const nativeFaces = await native.recognize(face);
native.dispose();
const tfjsLoadedByImport = '_tfengine' in globalThis;

const empty = [];
for (const name of process.argv.slice(2)) {
  if (Object.keys(await import(`@fer/${name}`)).length === 0) empty.push(name);
}
process.stdout.write(JSON.stringify({ empty, tfjsLoadedByImport, faces, nativeFaces }));
