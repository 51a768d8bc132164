// A whole run of onnxruntime in a process of its own; writes the sum of the probabilities to stdout.
import { TINY_MODEL, tinyPixels } from '@fer/core/test';
import { createOnnxRuntime } from '../create-onnx-runtime.ts';

const network = await createOnnxRuntime().load(TINY_MODEL);
const probabilities = await network.predict(tinyPixels(1, 1), 1);
network.dispose();
process.stdout.write(String(probabilities.reduce((sum, value) => sum + value, 0)));
