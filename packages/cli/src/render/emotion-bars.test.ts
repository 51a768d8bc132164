import { describe, expect, it } from 'vitest';
import { renderEmotionBars } from './emotion-bars.ts';
import { plainStyle, type Style } from './style.ts';

const scores = { angry: 0.1, disgust: 0, fear: 0, happy: 0.6, sad: 0.1, surprise: 0.1, neutral: 0.1 };

describe('renderEmotionBars', () => {
  it('has a line for each emotion, as wide as the next', () => {
    const lines = renderEmotionBars(scores, plainStyle);
    expect(lines).toHaveLength(7);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[3]).toMatch(/^happy {4}█{18} {12} {2}60\.0 %$/);
  });

  it('makes the most probable one bold', () => {
    const mark: Style = (format, text) => (format === 'bold' ? `*${text}*` : text);
    const bold = renderEmotionBars(scores, mark).filter((line) => line.includes('*'));
    expect(bold).toEqual([expect.stringContaining('happy')]);
  });

  it('counts what it must spell out', () => {
    const lines = renderEmotionBars({ 'a\x07': 0.5, toString: 0.5 }, plainStyle);
    expect(lines[0]).toMatch(/^a\\x07 {4}█{15}/);
    expect(lines[1]).toMatch(/^toString █{15}/);
  });

  it('takes any labels', () => {
    expect(renderEmotionBars({ bored: 0.75, awake: 0.25 }, plainStyle)[0]).toMatch(
      /^bored █{22}▌ {7} {2}75\.0 %$/,
    );
  });
});
