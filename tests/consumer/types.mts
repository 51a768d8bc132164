import { EMOTIONS, type Emotion, FerError } from '@fer/core';
import { createSyntheticDataset, selectSplit } from '@fer/dataset';
import { createFer, createRecognizer } from '@fer/model';
import { onnxRuntimePlugin } from '@fer/runtime-onnx';
import { plugin } from 'fer-plugin-attention';

const fer = await createRecognizer({ runtime: 'auto', plugins: [onnxRuntimePlugin({ threads: 2 })] });
const [face] = await fer.recognize('photo.jpg', { signal: AbortSignal.timeout(1000) });
const emotion: string | undefined = face?.emotion;
const labels: readonly Emotion[] = EMOTIONS;
const count: number = selectSplit(createSyntheticDataset({ seed: 1 }), 'training').count;
// @ts-expect-error a typing mistake in an option's name must not compile
createRecognizer({ runtme: 'wasm' });

const bound = createFer({ plugins: [plugin, onnxRuntimePlugin()] });
await bound.createRecognizer({ architecture: 'attention-net', runtime: ['onnx', 'wasm'] });
// @ts-expect-error no plugin gives it
bound.createRecognizer({ architecture: 'attention-nett' });

export { count, emotion, FerError, labels };
