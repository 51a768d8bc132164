import { EMOTIONS, type Emotion } from '@fer/core';

/** Scores 0..1 by emotion. */
export type Scores = Readonly<Record<Emotion, number>>;

/** Seven bars, one an emotion, in a list. */
export class Bars {
  readonly #rows: ReadonlyMap<Emotion, Row>;
  readonly #answer: HTMLElement;

  /**
   * @param list is filled with the bars
   * @param answer shows the emotion that the bars say
   */
  constructor(list: HTMLUListElement, answer: HTMLElement) {
    this.#rows = new Map(EMOTIONS.map((emotion) => [emotion, createRow(emotion)]));
    this.#answer = answer;
    list.replaceChildren(...[...this.#rows.values()].map(({ item }) => item));
  }

  show(scores: Scores): void {
    const best = EMOTIONS.reduce((a, b) => (scores[b] > scores[a] ? b : a));
    for (const [emotion, { item, track, fill, percent }] of this.#rows) {
      const text = `${Math.round(scores[emotion] * 100)} %`;
      item.classList.toggle('best', emotion === best);
      // Unlike a width it moves nothing else, so the page is not laid out anew with every frame.
      fill.style.transform = `scaleX(${scores[emotion]})`;
      percent.textContent = text;
      track.setAttribute('aria-valuenow', scores[emotion].toFixed(3));
      track.setAttribute('aria-valuetext', text);
    }
    // A screen reader reads every change, also one to the same text.
    if (this.#answer.textContent !== best) this.#answer.textContent = best;
  }
}

interface Row {
  readonly item: HTMLLIElement;
  readonly track: HTMLElement;
  readonly fill: HTMLElement;
  readonly percent: HTMLElement;
}

function createRow(emotion: Emotion): Row {
  const item = document.createElement('li');
  const name = document.createElement('span');
  const track = document.createElement('div');
  const fill = document.createElement('div');
  const percent = document.createElement('span');
  name.textContent = emotion;
  name.id = `name-${emotion}`;
  track.className = 'track';
  track.role = 'meter';
  track.setAttribute('aria-labelledby', name.id);
  track.setAttribute('aria-valuemin', '0');
  track.setAttribute('aria-valuemax', '1');
  track.setAttribute('aria-valuenow', '0');
  fill.className = 'fill';
  percent.className = 'percent';
  percent.textContent = '–';
  percent.ariaHidden = 'true';
  track.append(fill);
  item.append(name, track, percent);
  return { item, track, fill, percent };
}
