import { isNode } from '@fer/core';

/** A running worker, in Node and in browsers alike. */
export interface WorkerHandle {
  post(message: unknown): void;
  /** Ends it at once, whatever it does. */
  terminate(): void;
  /**
   * Lets it end, after it was told to.
   *
   * @returns when it has ended, and touches its memory no more; never if nobody can tell
   */
  end(): Promise<void>;
}

export interface WorkerEvents {
  readonly onMessage: () => void;
  /** It failed or was ended by someone else; not called after `terminate` or `end`. */
  readonly onEnd: (reason: string) => void;
}

/** Starts a classic worker from its source. In Node it does not keep the process alive once it is up. */
export function startWorker(source: string, name: string, events: WorkerEvents): WorkerHandle {
  return isNode() ? startNodeWorker(source, name, events) : startWebWorker(source, name, events);
}

function startNodeWorker(source: string, name: string, { onMessage, onEnd }: WorkerEvents): WorkerHandle {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  // Flags of the process (loaders, conditions) would only slow the start.
  const worker = new Worker(source, { eval: true, name, execArgv: [] });
  let isTerminated = false;
  worker.once('message', () => {
    worker.unref();
    onMessage();
  });
  worker.on('error', (error) => onEnd(String(error)));
  worker.on('exit', (code) => {
    if (!isTerminated) onEnd(`it ended with code ${code}`);
  });
  const terminate = async () => {
    isTerminated = true;
    await worker.terminate();
  };
  return { post: (message) => worker.postMessage(message), terminate, end: terminate };
}

function startWebWorker(source: string, name: string, { onMessage, onEnd }: WorkerEvents): WorkerHandle {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url, { name });
  let isUp = false;
  const ended = new Promise<void>((resolve) => {
    worker.onmessage = ({ data }) => {
      if (data === 'ended') return resolve();
      URL.revokeObjectURL(url);
      isUp = true;
      onMessage();
    };
  });
  worker.onerror = (event) => onEnd(event.message || 'it did not start; does the page allow blob: workers?');
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    end() {
      // Nobody says when a worker has ended that is ended by force.
      if (!isUp) worker.terminate();
      return ended;
    },
  };
}
