import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { RunReport } from './protocol.ts';

/** A report of specs that are named by their outcome: `-name` failed. */
function report(...names: string[]): RunReport {
  const specs = names.map((name) => ({
    name: name.replace(/^-/, ''),
    passed: !name.startsWith('-'),
    message: name.startsWith('-') ? 'wrong' : '',
  }));
  return { specs, skipped: [], troubles: [], calls: {}, isolated: false };
}

const clean = { failures: [], worseThanStock: [], staleExclusions: [] };

describe('judge', () => {
  it('finds nothing wrong where all passes', () => {
    expect(judge('node', report('conv'), report('-conv'), [])).toEqual(clean);
  });

  it('names a failure that no exclusion names', () => {
    const verdict = judge('node', report('-conv a', 'pool'), report('-conv a', 'pool'), []);
    expect(verdict).toEqual({ ...clean, failures: ['conv a: wrong'] });
  });

  it('accepts no exclusion of what stock passes, except a deviation', () => {
    const specs = ['conv *'];
    const asStock = judge('node', report('-conv a'), report('conv a'), [
      { kind: 'stock', reason: '', specs },
    ]);
    expect(asStock).toEqual({ ...clean, worseThanStock: ['conv a: wrong'] });
    const asDeviation = judge('node', report('-conv a'), report('conv a'), [
      { kind: 'deviation', reason: '', specs },
    ]);
    expect(asDeviation).toEqual(clean);
  });

  it('calls an exclusion stale if one of the specs that it means passes, or there is none', () => {
    const run = report('-conv x=[1]', 'conv x=[2]', '-pool');
    const specs = ['conv x=[*]', 'conv x=[1]', 'gone'];
    const verdict = judge('node', run, run, [{ kind: 'stock', reason: '', specs: [...specs, 'pool'] }]);
    expect(verdict.staleExclusions).toEqual(['conv x=[*]', 'gone']);
  });

  it('ignores what is said of another place, and wants unsafe specs to be left out', () => {
    const exclusions = [
      { kind: 'stock', where: 'chromium', reason: '', specs: ['draw'] },
      { kind: 'unsafe', reason: '', specs: ['tile', 'gone'] },
    ] as const;
    const run = { ...report('conv'), skipped: ['tile'] };
    expect(judge('node', run, run, exclusions)).toEqual({ ...clean, staleExclusions: ['gone'] });
  });
});
