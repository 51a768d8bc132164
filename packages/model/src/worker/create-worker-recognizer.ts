import {
  abortable,
  assertOptions,
  assertSignal,
  createRegistry,
  describeValue,
  type Emotion,
  FerError,
  type ImageSource,
  type Plugin,
} from '@fer/core';
import { guardRegistry } from '../plugins/guard-registry.ts';
import type { Recognizer } from '../recognize/create-recognizer.ts';
import type { RecognizedFace } from '../recognize/face-result.ts';
import { defaultConcurrency, PictureQueue } from '../recognize/picture-queue.ts';
import { errorFromMessage, type FromWorker, marked, type ToWorker, unmarked } from './messages.ts';
import { listen, post, type WorkerLike } from './port.ts';
import { sendSource } from './send-source.ts';

export interface WorkerRecognizerOptions {
  /** For the postprocessors of `watch`, which run here; all else belongs into `serveRecognizer`. */
  readonly plugins?: readonly Plugin[];
  readonly signal?: AbortSignal;
}

const OPTIONS = { plugins: true, signal: true } as const satisfies Record<
  keyof WorkerRecognizerOptions,
  true
>;

interface Call {
  resolve(faces: readonly RecognizedFace<string>[]): void;
  reject(reason: unknown): void;
}

/**
 * A recognizer that works in a worker, so that the page stays responsive: a Web Worker, or a thread of Node.
 *
 * ```ts
 * const fer = await createWorkerRecognizer(
 *   () => new Worker(new URL('./fer-worker.js', import.meta.url), { type: 'module' }),
 * );
 * ```
 *
 * @param startWorker starts a worker whose script calls `serveRecognizer`; `dispose` ends it
 * @throws FerError as `createRecognizer`, which runs in the worker; `FER_RUNTIME_FAILED` if the worker does not start;
 * the reason of `signal`
 */
export async function createWorkerRecognizer<Label extends string = Emotion>(
  startWorker: () => WorkerLike,
  options: WorkerRecognizerOptions = {},
): Promise<Recognizer<Label>> {
  assertOptions(options, OPTIONS, 'createWorkerRecognizer');
  const { plugins = [], signal } = options;
  assertSignal(signal, 'createWorkerRecognizer');
  signal?.throwIfAborted();
  const { postprocessors } = await guardRegistry(createRegistry(plugins));
  const worker = startWorkerWith(startWorker);
  const calls = new Map<number, Call>();
  const queue = new PictureQueue(defaultConcurrency());
  let count = 0;
  /** Why nothing is answered any more. */
  let end: Error | undefined;

  const say = (message: ToWorker, transfer: object[] = []) => post(worker, marked(message), transfer);
  const close = (reason: Error) => {
    if (end !== undefined) return;
    end = reason;
    worker.terminate();
    queue.close(reason);
    for (const { reject } of calls.values()) reject(reason);
    calls.clear();
  };
  const settle = (call: number) => {
    const waiting = calls.get(call);
    calls.delete(call);
    return waiting;
  };

  const starting = new Promise<Extract<FromWorker, { type: 'ready' }>>((resolve, reject) => {
    listen(worker, {
      message(data) {
        const message = unmarked<FromWorker>(data);
        if (message?.type === 'ready') resolve(message);
        if (message?.type === 'failed') reject(errorFromMessage(message.error));
        if (message?.type === 'faces') settle(message.call)?.resolve(message.faces);
        if (message?.type === 'error') settle(message.call)?.reject(errorFromMessage(message.error));
      },
      failure(reason) {
        const error = workerFailed(reason);
        close(error);
        reject(error);
      },
    });
  });
  const { labels, runtime, rejected, minConfidence } = await abortable(starting, signal).catch((error) => {
    close(error);
    throw error;
  });

  const look = async (source: ImageSource, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    const sent = await sendSource(source);
    const call = ++count;
    const answer = new Promise<readonly RecognizedFace<string>[]>((resolve, reject) => {
      if (end !== undefined) throw end;
      calls.set(call, { resolve, reject });
      try {
        say({ type: 'recognize', call, source: sent.source }, sent.transfer);
      } catch (cause) {
        throw notSent(cause);
      }
    });
    try {
      return (await abortable(answer, signal)) as RecognizedFace<Label>[];
    } finally {
      // Nobody waits for it any more.
      if (settle(call) !== undefined && end === undefined) say({ type: 'abort', call });
    }
  };

  return {
    async recognize(source, call = {}) {
      if (end !== undefined) throw end;
      assertOptions(call, { signal: true }, 'recognize');
      const { signal } = call;
      assertSignal(signal, 'recognize');
      return queue.hold(() => look(source, signal), signal);
    },
    async *recognizeMany(sources, many) {
      const { recognizeMany } = await import('../recognize/recognize-many.ts');
      yield* recognizeMany(look, sources, many);
    },
    async *watch(source, watching) {
      const { watch } = await import('../watch/watch.ts');
      yield* watch({ look, postprocessors, minConfidence }, source, watching);
    },
    labels: labels as readonly Label[],
    runtime,
    rejected,
    dispose: () => close(disposed()),
  };
}

function startWorkerWith(startWorker: unknown): WorkerLike {
  const worker: unknown = typeof startWorker === 'function' ? startWorker() : startWorker;
  const { postMessage, terminate } = (worker ?? {}) as Partial<WorkerLike>;
  if (
    typeof startWorker === 'function' &&
    typeof postMessage === 'function' &&
    typeof terminate === 'function'
  ) {
    return worker as WorkerLike;
  }
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createWorkerRecognizer: needs a function that starts a Worker, but got ${describeValue(startWorker)}. Give () => new Worker(new URL('./fer-worker.js', import.meta.url), { type: 'module' }).`,
  );
}

function notSent(cause: unknown): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `The image cannot be sent to the worker: ${(cause as Error).message}`,
    { cause },
  );
}

function workerFailed(reason: string): FerError {
  return new FerError(
    'FER_RUNTIME_FAILED',
    `The worker failed (${reason}). Its script must be found, and call \`serveRecognizer\` of @fer/model/worker.`,
    { details: { reason } },
  );
}

function disposed(): FerError {
  return new FerError(
    'FER_DISPOSED',
    'This recognizer was disposed of and cannot be used any more. Make a new one with createWorkerRecognizer().',
  );
}
