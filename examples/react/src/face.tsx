import type { SeenFace } from './use-fer.ts';

/** A box around a face with its emotion above, in pixels of the picture. */
export function Face({ box, emotion, confidence }: SeenFace) {
  const size = box.height / 7;
  return (
    <g className="face">
      <rect {...box} />
      <text x={box.x} y={box.y - size / 3} fontSize={size}>
        {emotion} {Math.round(confidence * 100)} %
      </text>
    </g>
  );
}
