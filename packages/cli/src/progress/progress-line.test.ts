import { describe, expect, it } from 'vitest';
import { renderProgressBar, renderProgressText } from './progress-line.ts';

const state = { label: 'Training', unit: 'images', done: 250, total: 1000, rate: 12.5 } as const;

describe('progress lines', () => {
  it('shows share, speed and time left', () => {
    expect(renderProgressText(state)).toBe('Training: 25 % · 12.5 images/s · 1:00 left');
  });

  it('draws a bar', () => {
    expect(renderProgressBar(state, 100)).toBe(
      `Training ▕${'█'.repeat(6)}${' '.repeat(18)}▏ 25 % · 12.5 images/s · 1:00 left`,
    );
  });

  it('adds further facts', () => {
    expect(renderProgressText({ ...state, details: 'loss 1.42' })).toMatch(/left · loss 1\.42$/);
  });

  it('never wraps', () => {
    expect(renderProgressBar(state, 40)).toHaveLength(39);
  });

  it('counts where the end is not known, bytes as megabytes', () => {
    const reading = { label: 'Reading', unit: 'bytes', done: 12_300_000, rate: 4_200_000 } as const;
    expect(renderProgressText(reading)).toBe('Reading: 12 MB · 4.2 MB/s');
  });
});
