// What a stranger's first ES module does: import every package, recognise one gray picture.
import * as cli from '@fer/cli';
import * as core from '@fer/core';
import * as dataset from '@fer/dataset';
import * as model from '@fer/model';
import * as onnx from '@fer/runtime-onnx';

// tfjs comes in only when something runs on it; @fer/backend-wasm is what registers kernels with it.
const tfjsLoadedByImport = '_tfengine' in globalThis;
const wasm = await import('@fer/backend-wasm');
const fer = await model.createRecognizer();
const face = dataset.drawFace({ emotion: 'happy', seed: 1 });
const faces = await fer.recognize(face);
fer.dispose();
const native = await model.createRecognizer({ plugins: [onnx.plugin], runtime: 'onnx' });
const nativeFaces = await native.recognize(face);
native.dispose();
const packages = [wasm, cli, core, dataset, model, onnx].filter((m) => Object.keys(m).length > 0).length;
process.stdout.write(JSON.stringify({ packages, tfjsLoadedByImport, faces, nativeFaces }));
