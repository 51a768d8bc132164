import { isNode } from '@fer/core';

const events = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Runs `start` and takes away the process listeners that Emscripten's start-up code adds in Node. They rethrow every
 * uncaught error of the application from inside the bundled runtime, which prints 100 kB of its source over the
 * application's own message, and they turn off `--unhandled-rejections`.
 */
export async function withoutEmscriptenListeners<Result>(start: () => Promise<Result>): Promise<Result> {
  if (!isNode()) return start();
  const before = new Map(events.map((event) => [event, new Set<unknown>(process.listeners(event as never))]));
  try {
    return await start();
  } finally {
    for (const event of events) {
      for (const listener of process.listeners(event as never) as ((...facts: unknown[]) => void)[]) {
        if (!before.get(event)!.has(listener) && isEmscripten(listener))
          process.removeListener(event, listener);
      }
    }
  }
}

/** By their text, so that a listener which someone else added meanwhile stays. */
function isEmscripten(listener: unknown): boolean {
  const source = String(listener).replaceAll(/\s/g, '');
  return source.includes('exinstanceofExitStatus') || /^function\(reason\)\{throwreason;?\}$/.test(source);
}
