import { FerError, isNode } from '@fer/core';
import { createRecognizer, type RecognizerOptions } from '../recognize/create-recognizer.ts';
import { errorToMessage, type FromWorker, marked, type ToWorker, unmarked } from './messages.ts';
import { listen, post, type WorkerLike } from './port.ts';

/**
 * Makes a recognizer in a worker, and has it answer to the `createWorkerRecognizer` that started the worker. What fails is
 * told there.
 *
 * ```ts
 * // fer-worker.js
 * import { serveRecognizer } from '@fer/model/worker';
 * serveRecognizer({ plugins: [myPlugin] });
 * ```
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if this is no worker
 */
export function serveRecognizer(options: RecognizerOptions = {}): void {
  const port = portOfWorker();
  const say = (message: FromWorker) => post(port, marked(message));
  const calls = new Map<number, AbortController>();
  const making = createRecognizer<string>(options);

  making.then(
    ({ labels, runtime, rejected }) =>
      say({
        type: 'ready',
        labels,
        runtime,
        rejected: rejected.map(({ id, reason }) => ({ id, reason })),
        minConfidence: options.minConfidence ?? 0,
      }),
    (error) => say({ type: 'failed', error: errorToMessage(error) }),
  );
  listen(port, {
    message(data) {
      const message = unmarked<ToWorker>(data);
      if (message?.type === 'abort') calls.get(message.call)?.abort();
      if (message?.type === 'recognize') void answer(message);
    },
  });

  async function answer({ call, source }: Extract<ToWorker, { type: 'recognize' }>): Promise<void> {
    const controller = new AbortController();
    calls.set(call, controller);
    try {
      const fer = await making;
      say({ type: 'faces', call, faces: await fer.recognize(source, { signal: controller.signal }) });
    } catch (error) {
      say({ type: 'error', call, error: errorToMessage(error) });
    } finally {
      calls.delete(call);
      // An ImageBitmap or a VideoFrame, which was handed over.
      if (typeof source === 'object' && 'close' in source) source.close();
    }
  }
}

function portOfWorker(): Pick<WorkerLike, 'postMessage'> {
  const parentPort = isNode() ? process.getBuiltinModule('node:worker_threads').parentPort : null;
  if (parentPort !== null) return parentPort;
  if (typeof document === 'undefined' && 'postMessage' in globalThis) return globalThis as never;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    'serveRecognizer is called outside of a worker. Call it in the script that `createWorkerRecognizer` starts.',
  );
}
