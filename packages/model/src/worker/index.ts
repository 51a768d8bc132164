export type { Recognizer, RecognizerOptions } from '../recognize/create-recognizer.ts';
export { createWorkerRecognizer, type WorkerRecognizerOptions } from './create-worker-recognizer.ts';
export type { WorkerLike } from './port.ts';
export { serveRecognizer } from './serve-recognizer.ts';
