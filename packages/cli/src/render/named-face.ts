import type { NamedFace } from '../demo/name-faces.ts';
import { renderBlockArt } from './block-art.ts';
import { renderEmotion, renderEmotionBars } from './emotion-bars.ts';
import type { Style } from './style.ts';

/** Width of a face in characters; a divisor of 48. */
const FACE_WIDTH = 24;

/** A drawn face, with its bars beside it. */
export function renderNamedFace(
  { drawn, pixels, size, face }: NamedFace,
  style: Style,
  colours: boolean,
): string[] {
  const art = renderBlockArt(pixels, size, FACE_WIDTH, colours);
  const verdict = face.emotion === drawn ? style('green', 'right') : `it is ${renderEmotion(drawn, style)}`;
  const text = [
    '',
    `${style('bold', 'named')} ${renderEmotion(face.emotion, style)} (${verdict})`,
    '',
    ...renderEmotionBars(face.scores, style),
  ];
  return [...art.map((line, row) => `${line}  ${text[row] ?? ''}`.trimEnd()), ''];
}
