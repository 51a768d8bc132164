import { describe, expect, it } from 'vitest';
import { renderConfusionMatrix } from './confusion-matrix.ts';
import { plainStyle, type Style } from './style.ts';

const matrix = [
  [1200, 3],
  [0, 40],
];

describe('renderConfusionMatrix', () => {
  it('has a row for each true label and a column for each answer', () => {
    expect(renderConfusionMatrix(['happy', 'sad'], matrix, plainStyle)).toEqual([
      'is \\ named  happy  sad',
      'happy       1,200    3',
      'sad             0   40',
    ]);
  });

  it('marks what is right and fades what never happened', () => {
    const mark: Style = (format, text) => `${[format].flat().join('+')}(${text})`;
    const [, happy, sad] = renderConfusionMatrix(['happy', 'sad'], matrix, mark);
    expect(happy).toBe('happy       bold+green(1,200)    3');
    expect(sad).toBe('sad         dim(    0)  bold+green( 40)');
  });
});
