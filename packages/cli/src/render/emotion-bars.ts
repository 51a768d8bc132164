import type { Emotion } from '@fer/core';
import { renderBar } from './bar.ts';
import { formatPercent } from './numbers.ts';
import { printable } from './printable.ts';
import type { Format, Style } from './style.ts';

const BAR_WIDTH = 30;

const COLOURS: Readonly<Record<Emotion, Format>> = {
  angry: 'red',
  disgust: 'green',
  fear: 'magenta',
  happy: 'yellow',
  sad: 'blue',
  surprise: 'cyan',
  neutral: 'white',
};

/**
 * A line for each label: name, bar, percentage. The most probable one is bold.
 *
 * @param scores 0..1 by label; weights may have other labels than the usual seven
 */
export function renderEmotionBars(scores: Readonly<Record<string, number>>, style: Style): string[] {
  const best = Math.max(...Object.values(scores));
  const nameWidth = Math.max(...Object.keys(scores).map((label) => printable(label).length));
  return Object.entries(scores).map(([label, score]) => {
    const emphasise = (text: string) => (score === best ? style('bold', text) : text);
    const bar = renderBar(score, BAR_WIDTH);
    const name = emphasise(printable(label).padEnd(nameWidth));
    const percent = emphasise(formatPercent(score).padStart(7));
    return `${name} ${style(colourOf(label), bar)}${' '.repeat(BAR_WIDTH - bar.length)} ${percent}`;
  });
}

/** A label in its colour. */
export function renderEmotion(label: string, style: Style): string {
  return style(colourOf(label), label);
}

function colourOf(label: string): Format {
  return Object.hasOwn(COLOURS, label) ? COLOURS[label as Emotion] : 'white';
}
