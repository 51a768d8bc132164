import type { Exclusion } from './exclusions.ts';
import type { Place, RunReport } from './protocol.ts';

/** What is wrong with a run; all empty if it conforms. */
export interface Verdict {
  /** Failed, and no exclusion names it. */
  readonly failures: readonly string[];
  /** Failed, although stock tfjs-backend-wasm passes it, and no deviation names it. */
  readonly worseThanStock: readonly string[];
  /** Entries of the list that name no spec, or one that passes. */
  readonly staleExclusions: readonly string[];
}

/** Compares a run with the list of exclusions, and with a run of stock tfjs-backend-wasm in the same place. */
export function judge(
  place: Place,
  run: RunReport,
  stock: RunReport,
  exclusions: readonly Exclusion[],
): Verdict {
  const entries = exclusions
    .filter(({ where = place }) => where === place)
    .flatMap(({ kind, specs }) => specs.map((pattern) => ({ kind, pattern })));
  const stockPassed = new Set(stock.specs.filter(({ passed }) => passed).map(({ name }) => name));
  const failed = run.specs.filter(({ passed }) => !passed);
  const isExcluded = (name: string) => entries.some(({ pattern }) => isMeant(pattern, name));
  const isDeviation = (name: string) =>
    entries.some(({ kind, pattern }) => kind === 'deviation' && isMeant(pattern, name));

  return {
    failures: failed
      .filter(({ name }) => !isExcluded(name))
      .map(({ name, message }) => `${name}: ${message}`),
    worseThanStock: failed
      .filter(({ name }) => stockPassed.has(name) && !isDeviation(name))
      .map(({ name, message }) => `${name}: ${message}`),
    staleExclusions: entries
      .filter(({ kind, pattern }) =>
        kind === 'unsafe'
          ? !run.skipped.some((name) => isMeant(pattern, name))
          : !isStillNeeded(run, pattern),
      )
      .map(({ pattern }) => pattern),
  };
}

function isStillNeeded(run: RunReport, pattern: string): boolean {
  const meant = run.specs.filter(({ name }) => isMeant(pattern, name));
  return meant.length > 0 && meant.every(({ passed }) => !passed);
}

/** Whether `pattern` of an exclusion means the spec `name`. */
function isMeant(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
