import type { DetectedFace, FaceDetector } from '../extension-points/face-detector.ts';
import type { RasterImage } from '../image.ts';
import { type ContractCase, demand, demandAbort, distance, shapeCase } from './contract-case.ts';

/** What a detector is tried on. */
export interface DetectorTrial {
  /** A picture with at least one face. */
  readonly image: RasterImage;
  /** How many faces it must find there at least; default 1. */
  readonly faces?: number;
}

/** What every face detector must keep. */
export function detectorContract(
  detector: FaceDetector,
  { image, faces = 1 }: DetectorTrial,
): ContractCase[] {
  return [
    shapeCase({ detectors: [detector] }),
    {
      name: 'finds the faces, most confident first, and leaves the image as it was',
      run: async () => {
        const before = image.data.slice();
        const found = await detector.detect(image);
        demand(distance(image.data, before) === 0, 'detect must not write into the image');
        demand(found.length >= faces, `${faces} faces must be found, but ${found.length} were`);
        demandSound(found);
      },
    },
    {
      name: 'takes gray, RGB and RGBA, however small',
      run: async () => {
        for (const channels of [1, 3, 4] as const) {
          const data = new Uint8Array(8 * 5 * channels).fill(128);
          demandSound(await detector.detect({ data, width: 8, height: 5, channels }));
        }
      },
    },
    {
      name: 'stops when aborted',
      run: () => demandAbort('detect', (signal) => detector.detect(image, { signal })),
    },
  ];
}

function demandSound(found: readonly DetectedFace[]): void {
  let previous = 1;
  for (const { box, confidence } of found) {
    const isBox =
      [box.x, box.y, box.width, box.height].every(Number.isFinite) && box.width > 0 && box.height > 0;
    demand(isBox, `A box must have finite numbers and a positive size, but is ${JSON.stringify(box)}`);
    demand(confidence >= 0 && confidence <= 1, `A confidence must lie in 0..1, but is ${confidence}`);
    demand(confidence <= previous, 'Faces must be sorted, most confident first');
    previous = confidence;
  }
}
