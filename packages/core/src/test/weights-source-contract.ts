import type { WeightsSource } from '../extension-points/weights-source.ts';
import {
  type ContractCase,
  demand,
  demandAbort,
  demandFailure,
  distance,
  shapeCase,
} from './contract-case.ts';

/** What a weights source is tried on. */
export interface WeightsSourceTrial {
  /** Weights that are there. */
  readonly reference: string;
  /** One of their files. */
  readonly fileName: string;
  /** A reference of its kind that leads nowhere. */
  readonly missing: string;
  /** A reference that is not of its kind. */
  readonly foreign: string;
}

/** What every weights source must keep. */
export function weightsSourceContract(source: WeightsSource, trial: WeightsSourceTrial): ContractCase[] {
  const { reference, fileName, missing, foreign } = trial;
  return [
    shapeCase({ weightsSources: [source] }),
    {
      name: 'knows its own references and no others',
      run: async () => {
        demand(source.matches(reference), `matches must say yes to ${reference}`);
        demand(
          source.matches(missing),
          `matches must say yes to ${missing}: it looks at the kind, not at what is there`,
        );
        demand(!source.matches(foreign), `matches must say no to ${foreign}`);
        demand(!source.matches(''), 'matches must say no to an empty reference');
      },
    },
    {
      name: 'reads a file whole, each time',
      run: async () => {
        const files = await source.open(reference);
        demand(files.location !== '', 'location must say what was opened');
        const first = await files.read(fileName);
        demand(first instanceof Uint8Array, 'read must give a Uint8Array');
        demand(first.length > 0, `${fileName} must not be empty`);
        demand(distance(first, await files.read(fileName)) === 0, 'A second read must give the same bytes');
      },
    },
    {
      name: 'refuses a file that is longer than it may be',
      run: async () => {
        const files = await source.open(reference);
        const { length } = await files.read(fileName);
        const same = await files.read(fileName, { maxBytes: length });
        demand(same.length === length, 'A file of `maxBytes` bytes must be read whole');
        await demandFailure('FER_WEIGHTS_CORRUPT', `Reading ${fileName} with a smaller \`maxBytes\``, () =>
          files.read(fileName, { maxBytes: length - 1 }),
        );
      },
    },
    {
      name: 'says that a file is missing',
      run: async () => {
        const files = await source.open(reference);
        await demandFailure('FER_WEIGHTS_NOT_FOUND', 'Reading no-such-file.bin', () =>
          files.read('no-such-file.bin'),
        );
      },
    },
    {
      name: 'says that weights are missing, when opened or when read',
      run: () =>
        demandFailure('FER_WEIGHTS_NOT_FOUND', `Reading ${missing}`, async () => {
          const files = await source.open(missing);
          await files.read(fileName);
        }),
    },
    {
      name: 'stops when aborted',
      run: () =>
        demandAbort('read', async (signal) => {
          const files = await source.open(reference);
          await files.read(fileName, { signal });
        }),
    },
  ];
}
