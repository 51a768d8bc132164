import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { Runtime } from '../extension-points/runtime.ts';
import { messageOf } from '../message-of.ts';
import { isPluginFault } from '../plugin/plugin-fault.ts';
import type { Registry } from '../plugin/registry.ts';

/** A runtime by id; `auto`: the best that works here; or several of these, tried in order. */
export type RuntimeRequest = 'auto' | (string & {}) | readonly ('auto' | (string & {}))[];

/** A runtime that was passed over, and why, for people. */
export interface RejectedRuntime {
  readonly id: string;
  readonly reason: string;
}

/** Why a runtime was passed over; the cause is what it threw. */
interface Failure {
  readonly reason: string;
  readonly cause?: unknown;
}

/**
 * Starts the runtimes that are asked for one after another until one starts and `use` succeeds on it.
 *
 * @param use what it is wanted for; a bad network or argument is nobody's failing and thrown at once, also the reason
 * of `signal`
 * @throws FerError as `selectRuntime`; for a single id whatever `use` throws
 */
export async function tryRuntimes<Result>(
  registry: Pick<Registry, 'runtimes'>,
  requested: RuntimeRequest,
  use: (runtime: Runtime) => Promise<Result>,
  signal?: AbortSignal,
): Promise<{ runtime: Runtime; result: Result; rejected: RejectedRuntime[] }> {
  const candidates = candidatesOf(registry, requested);
  const isChoice = typeof requested === 'string' && requested !== 'auto';
  const rejected: RejectedRuntime[] = [];
  const causes: unknown[] = [];
  for (const runtime of candidates) {
    signal?.throwIfAborted();
    let failure = await start(runtime);
    if (failure === undefined) {
      try {
        return { runtime, result: await use(runtime), rejected };
      } catch (cause) {
        signal?.throwIfAborted();
        if (isChoice || !isFailingOfRuntime(cause)) throw cause;
        failure = failureOf(cause);
      }
    } else if (isChoice) {
      throw await unavailable(registry, runtime, failure);
    }
    rejected.push({ id: runtime.id, reason: failure.reason });
    if (failure.cause !== undefined) causes.push(failure.cause);
  }
  throw noneWorks(requested, rejected, causes);
}

/** In the order in which they are tried. */
function candidatesOf({ runtimes }: Pick<Registry, 'runtimes'>, requested: RuntimeRequest): Set<Runtime> {
  const ids = typeof requested === 'string' ? [requested] : requested;
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === 'string')) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `A runtime must be "auto", an id or a list of them, but is ${describeValue(requested)}. ` +
        `There are ${runtimes
          .list()
          .map(({ id }) => id)
          .join(', ')}.`,
    );
  }
  return new Set(ids.flatMap((id) => (id === 'auto' ? byPriority(runtimes.list()) : runtimes.get(id))));
}

function byPriority(runtimes: readonly Runtime[]): Runtime[] {
  return runtimes.filter(({ priority }) => priority > 0).sort((a, b) => b.priority - a.priority);
}

/** Initialises a runtime, or says why it does not work here. */
async function start(runtime: Runtime): Promise<Failure | undefined> {
  try {
    const support = await runtime.isSupported();
    if (!support.supported) return { reason: asSentence(support.reason) };
    await runtime.init();
    return undefined;
  } catch (cause) {
    return failureOf(cause);
  }
}

/** What another runtime may do better. Errors that are not ours are a runtime's own. */
function isFailingOfRuntime(error: unknown): boolean {
  if (!FerError.isInstance(error)) return true;
  const { code } = error;
  return code === 'FER_GRAPH_UNSUPPORTED' || code.startsWith('FER_RUNTIME_') || isPluginFault(error);
}

function failureOf(cause: unknown): Failure {
  return { reason: asSentence(messageOf(cause)), cause };
}

function noneWorks(requested: RuntimeRequest, rejected: RejectedRuntime[], causes: unknown[]): FerError {
  const reasons = rejected.map(({ id, reason }) => `\n  ${id}: ${reason}`).join('');
  const message =
    rejected.length > 0
      ? `No runtime works here:${reasons}`
      : 'There is no runtime to choose from: add a plugin that gives one to `plugins`.';
  return new FerError('FER_RUNTIME_UNAVAILABLE', message, {
    details: { requested, rejected },
    cause: causes.length > 0 ? new AggregateError(causes, 'What the runtimes threw') : undefined,
  });
}

async function unavailable(
  registry: Pick<Registry, 'runtimes'>,
  { id }: Runtime,
  { reason, cause }: Failure,
): Promise<FerError> {
  const usable = await supportedIds(registry.runtimes.list().filter((other) => other.id !== id));
  const advice =
    usable.length > 0
      ? `Supported here: ${usable.join(', ')}; or leave the choice to "auto".`
      : 'No other runtime is supported here either.';
  return new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `The runtime "${id}" does not work here: ${reason} ${advice}`,
    { details: { requested: id, rejected: [{ id, reason }], supported: usable }, cause },
  );
}

/** Those that say they work here. One that throws instead does not. */
async function supportedIds(runtimes: readonly Runtime[]): Promise<string[]> {
  const ids: string[] = [];
  for (const runtime of runtimes) {
    try {
      if ((await runtime.isSupported()).supported) ids.push(runtime.id);
    } catch {}
  }
  return ids;
}

function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
