import { describe, expect, it } from 'vitest';
import { testTerminal } from '../../test/support/test-terminal.ts';
import { createProgress } from './progress.ts';

const options = { label: 'Training', unit: 'images', total: 1000 } as const;

/** Erases the rest of the line. */
const ERASE = '\x1b[K';

describe('createProgress', () => {
  it('prints a line now and then where there is no terminal', () => {
    const terminal = testTerminal();
    const progress = createProgress(terminal, options);
    for (let second = 1; second <= 40; second++) {
      terminal.passMs(1000);
      progress.update(second * 10);
    }
    progress.finish();
    const lines = terminal.stderr.text.trimEnd().split('\n');
    expect(lines).toEqual([
      'Training: 2 % · 10.0 images/s · 1:38 left',
      'Training: 17 % · 10.0 images/s · 1:23 left',
      'Training: 32 % · 10.0 images/s · 1:08 left',
    ]);
    expect(terminal.stdout.text).toBe('');
  });

  it('says nothing about what takes less than two seconds', () => {
    const terminal = testTerminal();
    const progress = createProgress(terminal, options);
    terminal.passMs(1900);
    progress.update(900);
    progress.finish();
    expect(terminal.stderr.text).toBe('');
  });

  it('draws one bar over and over on a terminal, and takes it away', () => {
    const terminal = testTerminal({ isTTY: true });
    const progress = createProgress(terminal, options);
    for (const done of [100, 200]) {
      terminal.passMs(500);
      progress.update(done);
    }
    expect(
      terminal.stderr.text
        .split('\r')
        .slice(1)
        .every((bar) => bar.endsWith(ERASE)),
    ).toBe(true);
    expect(terminal.stderr.text.split(ERASE)).toHaveLength(3);
    expect(terminal.stderr.text).not.toContain('\n');
    progress.finish();
    progress.finish();
    expect(terminal.stderr.text.endsWith(`\r${ERASE}`)).toBe(true);
    expect(terminal.stderr.text.split(`\r${ERASE}`)).toHaveLength(2);
  });
});
