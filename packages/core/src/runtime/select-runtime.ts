import { FerError } from '../errors.ts';
import type { Runtime } from '../extension-points/runtime.ts';
import type { Registry } from '../plugin/registry.ts';

/** A runtime that was passed over, and why, for people. */
export interface RejectedRuntime {
  readonly id: string;
  readonly reason: string;
}

export interface SelectedRuntime {
  /** Supported here and initialised. */
  readonly runtime: Runtime;
  /** Those that `auto` would have preferred, best first; empty if an id was asked for. */
  readonly rejected: readonly RejectedRuntime[];
}

/**
 * Picks a runtime and initialises it. `auto` takes the one of highest priority that works here (at equal priority the
 * first registered); those of priority 0 or less must be asked for by id.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` with every reason if none works, or the one that was asked for does not;
 * `FER_UNKNOWN_ID` if there is no such runtime
 */
export async function selectRuntime(
  registry: Pick<Registry, 'runtimes'>,
  requested: 'auto' | (string & {}) = 'auto',
): Promise<SelectedRuntime> {
  return requested === 'auto' ? selectBest(registry) : selectById(registry, requested);
}

async function selectBest(registry: Pick<Registry, 'runtimes'>): Promise<SelectedRuntime> {
  const candidates = registry.runtimes
    .list()
    .filter((runtime) => runtime.priority > 0)
    .sort((a, b) => b.priority - a.priority);
  const rejected: RejectedRuntime[] = [];
  const causes: unknown[] = [];
  for (const runtime of candidates) {
    const failure = await start(runtime);
    if (failure === undefined) return { runtime, rejected };
    rejected.push({ id: runtime.id, reason: failure.reason });
    if (failure.cause !== undefined) causes.push(failure.cause);
  }

  const reasons = rejected.map(({ id, reason }) => `\n  ${id}: ${reason}`).join('');
  const message =
    rejected.length > 0
      ? `No runtime works here:${reasons}`
      : 'There is no runtime to choose from: add a plugin that gives one to `plugins`.';
  throw new FerError('FER_RUNTIME_UNAVAILABLE', message, {
    details: { requested: 'auto', rejected },
    cause: causes.length > 0 ? new AggregateError(causes, 'What the runtimes threw') : undefined,
  });
}

async function selectById(registry: Pick<Registry, 'runtimes'>, id: string): Promise<SelectedRuntime> {
  const runtime = registry.runtimes.get(id);
  const failure = await start(runtime);
  if (failure === undefined) return { runtime, rejected: [] };

  const usable = await supportedIds(registry.runtimes.list().filter((other) => other !== runtime));
  const advice =
    usable.length > 0
      ? `Supported here: ${usable.join(', ')}; or leave the choice to "auto".`
      : 'No other runtime is supported here either.';
  throw new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `The runtime "${id}" does not work here: ${failure.reason} ${advice}`,
    {
      details: { requested: id, rejected: [{ id, reason: failure.reason }], supported: usable },
      cause: failure.cause,
    },
  );
}

/** Initialises a runtime, or says why it does not work here. */
async function start(runtime: Runtime): Promise<{ reason: string; cause?: unknown } | undefined> {
  try {
    const support = await runtime.isSupported();
    if (!support.supported) return { reason: asSentence(support.reason) };
    await runtime.init();
    return undefined;
  } catch (cause) {
    return { reason: asSentence(cause instanceof Error ? cause.message : String(cause)), cause };
  }
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
