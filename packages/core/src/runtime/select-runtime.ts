import type { ModelDefinition, Network, Runtime } from '../extension-points/runtime.ts';
import type { Registry } from '../plugin/registry.ts';
import { type RejectedRuntime, type RuntimeRequest, tryRuntimes } from './try-runtimes.ts';

export interface SelectedRuntime {
  /** Supported here and initialised. */
  readonly runtime: Runtime;
  /** Those that `auto` or the list would have preferred, best first; empty if a single id was asked for. */
  readonly rejected: readonly RejectedRuntime[];
}

export interface LoadedOnRuntime extends SelectedRuntime {
  /** Whoever asked for it disposes of it. */
  readonly network: Network;
}

/**
 * Picks a runtime and initialises it. `auto` takes the one of highest priority that works here (at equal priority the
 * first registered); those of priority 0 or less must be asked for by id. A list (`['onnx', 'auto']`) is tried in order.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` with every reason if none works, or the one that was asked for does not;
 * `FER_UNKNOWN_ID` if there is no such runtime; `FER_INVALID_ARGUMENT` for an empty list
 */
export async function selectRuntime(
  registry: Pick<Registry, 'runtimes'>,
  requested: RuntimeRequest = 'auto',
): Promise<SelectedRuntime> {
  const { runtime, rejected } = await tryRuntimes(registry, requested, async () => {});
  return { runtime, rejected };
}

/**
 * Picks a runtime as `selectRuntime` and loads a network into it. For `auto` and lists one that cannot run this network
 * is passed over, too.
 *
 * @throws FerError as `selectRuntime`; what `load` throws where a single id was asked for, or where the network is bad
 * (`FER_GRAPH_INVALID`, `FER_WEIGHTS_MISMATCH` …), which no other runtime would mend
 * @throws `signal.reason` when aborted
 */
export async function loadOnRuntime(
  registry: Pick<Registry, 'runtimes'>,
  requested: RuntimeRequest,
  definition: ModelDefinition,
  signal?: AbortSignal,
): Promise<LoadedOnRuntime> {
  const load = (runtime: Runtime) => runtime.load(definition);
  const { runtime, rejected, result: network } = await tryRuntimes(registry, requested, load, signal);
  if (signal?.aborted) {
    network.dispose();
    throw signal.reason;
  }
  return { runtime, network, rejected };
}
