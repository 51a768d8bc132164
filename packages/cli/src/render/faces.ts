import type { RecognizedFace } from '@fer/model';
import { renderEmotion, renderEmotionBars } from './emotion-bars.ts';
import { formatPercent } from './numbers.ts';
import type { Style } from './style.ts';

/** A picture's faces: the emotion of each, then its bars. */
export function renderFaces(image: string, faces: readonly RecognizedFace[], style: Style): string[] {
  if (faces.length === 0)
    return [`${style('bold', image)}  no face found; --no-detect takes the whole picture`, ''];
  return faces.flatMap((face, index) => {
    const { x, y, width, height } = face.box;
    const box = [x, y, width, height].map(Math.round);
    const place =
      faces.length > 1
        ? ` (face ${index + 1} of ${faces.length} at ${box[0]},${box[1]}, ${box[2]}×${box[3]})`
        : '';
    const bars = renderEmotionBars(face.scores, style).map((line) => `  ${line}`);
    const unsure = face.isSure ? '' : `, ${style('yellow', 'unsure')}`;
    return [
      `${style('bold', image)}${place}  ${renderEmotion(face.emotion, style)} ${formatPercent(face.confidence)}${unsure}`,
      ...bars,
      '',
    ];
  });
}
