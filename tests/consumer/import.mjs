// What a stranger's first ES module does: import every package, recognise one gray picture.
import * as wasm from '@fer/backend-wasm';
import * as cli from '@fer/cli';
import * as core from '@fer/core';
import * as dataset from '@fer/dataset';
import * as model from '@fer/model';

const tfjsLoadedByImport = '_tfengine' in globalThis;
const fer = await model.createRecognizer();
const face = dataset.drawFace({ emotion: 'happy', seed: 1 });
const faces = await fer.recognize(face);
fer.dispose();
const packages = [wasm, cli, core, dataset, model].filter((m) => Object.keys(m).length > 0).length;
process.stdout.write(JSON.stringify({ packages, tfjsLoadedByImport, faces }));
