import type {
  DetectedFace,
  FaceDetectorFactory,
  FacePoints,
  InputSpec,
  Point,
  RasterImage,
  WeightsSource,
  WithId,
} from '@fer/core';
import { type Candidate, decodeBoxes } from './decode-boxes.ts';
import { faceRegion } from './face-region.ts';
import { letterbox } from './letterbox.ts';
import { readOnce } from './read-once.ts';
import { repeatEdges } from './repeat-edges.ts';
import { SizedNetworks } from './sized-networks.ts';
import { weightedNms } from './weighted-nms.ts';

/** The longer side of what the network sees, in pixels. */
const LONGEST_SIDE_PX = 256;

/** What cameras give, and most photos: 4:3 and 3:2. */
const USUAL_SIZE = { width: LONGEST_SIDE_PX, height: 192 };

const INPUT = {
  channels: 3,
  resize: 'bilinear-antialias',
  range: [-1, 1],
} as const satisfies Partial<InputSpec>;

export interface BlazeFaceLimits {
  readonly minConfidence: number;
  readonly maxFaces: number;
}

/**
 * BlazeFace for back cameras: faces that are upright or turned a little.
 *
 * @param weights has `blazeface`
 */
export function createBlazeFace(
  weights: WeightsSource,
  limits: BlazeFaceLimits,
): WithId<FaceDetectorFactory, 'blazeface'> {
  return {
    id: 'blazeface',
    apiVersion: 1,
    async create(host, { signal } = {}) {
      const files = readOnce(await weights.open('blazeface', { signal }));
      const first = await host.loadNetwork(files, { inputSize: USUAL_SIZE, signal });
      const networks = new SizedNetworks({ size: USUAL_SIZE, network: first }, (inputSize) =>
        host.loadNetwork(files, { inputSize }),
      );
      return {
        id: 'blazeface',
        apiVersion: 1,
        async detect(image, options = {}) {
          options.signal?.throwIfAborted();
          const seen = letterbox(image, LONGEST_SIDE_PX);
          const { width, height } = seen.place;
          const pixels = host.preprocess(image, { ...INPUT, width, height }, seen.part);
          const input = repeatEdges(pixels, seen.place, seen.size, INPUT.channels);
          const network = await networks.for(seen.size);
          const outputs = await network.run({ input }, 1);
          options.signal?.throwIfAborted();
          return weightedNms(decodeBoxes(outputs, seen, limits.minConfidence))
            .map(toFace)
            .filter((face) => isInside(face, image))
            .slice(0, limits.maxFaces);
        },
        dispose: () => networks.dispose(),
      };
    },
  };
}

function toFace({ confidence, coordinates }: Candidate): DetectedFace {
  const [left, top, right, bottom, ...rest] = coordinates as [number, number, number, number, ...number[]];
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  const point = (i: number): Point => ({ x: rest[2 * i]!, y: rest[2 * i + 1]! });
  const points: Required<FacePoints> = {
    rightEye: point(0),
    leftEye: point(1),
    nose: point(2),
    mouth: point(3),
    rightEar: point(4),
    leftEar: point(5),
  };
  return { box, confidence, points, region: faceRegion(box, points) };
}

/** What lies beside the picture are its edges, repeated: no face has its middle there. */
function isInside({ box, region }: DetectedFace, { width, height }: RasterImage): boolean {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const { x: left, y: top, width: side } = region!;
  const isSeen = left < width && top < height && left + side > 0 && top + side > 0;
  return isSeen && x >= 0 && y >= 0 && x < width && y < height;
}
