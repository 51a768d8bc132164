import type { Augmentation, AugmentationFactory } from '../extension-points/augmentation.ts';
import { createRandom } from '../random.ts';
import {
  type ContractCase,
  demand,
  demandFailure,
  demandJson,
  distance,
  shapeCase,
} from './contract-case.ts';

/** Pictures that each size is tried with. */
const PICTURES = 20;

/** What every augmentation must keep. */
export function augmentationContract(factory: AugmentationFactory): ContractCase[] {
  return [
    shapeCase({ augmentations: [factory] }),
    {
      name: 'says what it does as plain data, the same each time',
      run: async () => {
        const { record } = factory.create();
        demandJson(record, 'The record');
        const again = JSON.stringify(factory.create().record);
        demand(JSON.stringify(record) === again, 'Two with the same options must have the same record');
      },
    },
    {
      name: 'writes every pixel, in 0..255, whatever the size, and leaves its source as it was',
      run: async () => {
        const augmentation = factory.create();
        for (const [width, height] of [
          [48, 48],
          [9, 6],
          [1, 1],
        ] as const) {
          for (let seed = 0; seed < PICTURES; seed++) {
            const source = picture(width, height);
            const target = apply(augmentation, source, width, height, seed);
            const odd = target.find((level) => !(level >= 0 && level <= 255));
            demand(odd === undefined, `Levels of ${width}×${height} must lie in 0..255, but one is ${odd}`);
            const isKept = distance(source, picture(width, height)) === 0;
            demand(isKept, 'apply must not write into the source');
          }
        }
      },
    },
    {
      name: 'does the same for the same numbers, whatever it did before, and something else for others',
      run: async () => {
        const source = picture(48, 48);
        const used = factory.create();
        const pictures = Array.from({ length: PICTURES }, (_, seed) => apply(used, source, 48, 48, seed));
        for (const seed of [PICTURES - 1, 0]) {
          const same = distance(apply(used, source, 48, 48, seed), pictures[seed]!) === 0;
          demand(same, 'The same numbers must give the same picture again');
          const fresh = distance(apply(factory.create(), source, 48, 48, seed), pictures[seed]!) === 0;
          demand(fresh, 'The same numbers must give the same picture in another one with the same options');
        }
        const isOneForAll = pictures.every((one) => distance(one, pictures[0]!) === 0);
        demand(!isOneForAll, `Of ${PICTURES} pictures at least two must differ`);
      },
    },
    {
      name: 'refuses an option that it does not have',
      run: () => demandFailure('FER_INVALID_ARGUMENT', 'create', () => factory.create({ noSuchOption: 1 })),
    },
  ];
}

function picture(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, at) => (at * 37) % 256);
}

/** What is not written stays NaN. */
function apply(
  augmentation: Augmentation,
  source: Uint8Array,
  width: number,
  height: number,
  seed: number,
): Float32Array {
  const target = new Float32Array(width * height).fill(Number.NaN);
  augmentation.apply(source, target, width, height, createRandom(seed));
  return target;
}
