import { FerError } from '../errors.ts';
import type { ForeignFiles, WeightsFormat } from '../extension-points/weights-format.ts';
import { sizeOf } from '../size-of.ts';
import {
  type ContractCase,
  demand,
  demandAbort,
  demandFailure,
  distance,
  shapeCase,
} from './contract-case.ts';
import { TINY_MODEL } from './tiny-model.ts';

/** What a weights format is tried on. */
export interface WeightsFormatTrial {
  /** Files of its kind, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const MAX_BYTES = 2 ** 28;

/** What every weights format must keep. */
export function weightsFormatContract(format: WeightsFormat, { files }: WeightsFormatTrial): ContractCase[] {
  const options = { maxBytes: MAX_BYTES };
  const cases: ContractCase[] = [
    shapeCase({ weightsFormats: [format] }),
    {
      name: 'knows its own files and no others',
      run: async () => {
        demand(await format.sniff(filesOf(files), options), 'sniff must say yes to the files');
        const nothing = new Map([...files.keys()].map((name) => [name, new Uint8Array()]));
        demand(!(await format.sniff(filesOf(nothing), options)), 'sniff must say no to empty files');
        const text = new Map([['notes.txt', new TextEncoder().encode('just a line of text')]]);
        demand(!(await format.sniff(filesOf(text), options)), 'sniff must say no to text');
      },
    },
    {
      name: 'reads a network with the same tensors each time, and leaves the files as they were',
      run: async () => {
        const copies = new Map([...files].map(([name, bytes]) => [name, bytes.slice()]));
        const first = await format.read(filesOf(copies), options);
        const second = await format.read(filesOf(copies), options);
        demand(first.graph.layers.length > 0, 'The graph must have layers');
        demand(first.inputShape.length === 3, 'inputShape must be [height, width, channels]');
        demand(Array.isArray(first.notes), 'notes must be an array');
        demand(first.tensors.size > 0, 'There must be tensors');
        for (const [name, { shape, data }] of first.tensors) {
          demand(data instanceof Float32Array, `${name} must be a Float32Array`);
          demand(data.length === sizeOf(shape), `${name} must have as many numbers as its shape says`);
          const again = second.tensors.get(name);
          demand(again !== undefined && distance(data, again.data) === 0, `${name} must be the same again`);
        }
        for (const [name, bytes] of files) {
          demand(distance(copies.get(name)!, bytes) === 0, `${name} must not be written into`);
        }
      },
    },
    {
      name: 'refuses files that are longer than they may be',
      run: () =>
        demandFailure('FER_WEIGHTS_CORRUPT', 'Reading with a `maxBytes` of 16', () =>
          format.read(filesOf(files), { maxBytes: 16 }),
        ),
    },
    {
      name: 'says that a file is cut short',
      run: async () => {
        for (const [name, bytes] of files) {
          const cut = new Map(files).set(name, bytes.slice(0, Math.floor(bytes.length / 2)));
          try {
            await format.read(filesOf(cut), options);
          } catch (error) {
            demand(
              FerError.isInstance(error),
              `Half of ${name} must fail with a FerError, not ${String(error)}`,
            );
            continue;
          }
          throw new Error(`Half of ${name} must fail, but did not`);
        }
      },
    },
    {
      name: 'stops when aborted',
      run: () => demandAbort('read', (signal) => format.read(filesOf(files), { ...options, signal })),
    },
  ];
  if (format.write !== undefined) {
    cases.push({
      name: 'reads what it writes',
      run: async () => {
        const written = await format.write!(TINY_MODEL);
        demand(await format.sniff(filesOf(written), options), 'sniff must say yes to what was written');
        const { tensors, inputShape } = await format.read(filesOf(written), options);
        const { input } = TINY_MODEL;
        demand(
          distance(inputShape, [input.height, input.width, input.channels]) === 0,
          'inputShape must be that of the network',
        );
        const numbers = (of: typeof tensors) =>
          [...of.values()].reduce((sum, { data }) => sum + data.length, 0);
        demand(numbers(tensors) === numbers(TINY_MODEL.tensors), 'There must be as many numbers as before');
      },
    });
  }
  return cases;
}

function filesOf(files: ReadonlyMap<string, Uint8Array>): ForeignFiles {
  return {
    names: [...files.keys()],
    read: async (name, { signal, maxBytes = Number.POSITIVE_INFINITY } = {}) => {
      signal?.throwIfAborted();
      const bytes = files.get(name);
      if (bytes === undefined) throw new FerError('FER_WEIGHTS_NOT_FOUND', `There is no file '${name}'.`);
      if (bytes.length > maxBytes) {
        throw new FerError('FER_WEIGHTS_CORRUPT', `'${name}' must have at most ${maxBytes} bytes.`);
      }
      return bytes;
    },
  };
}
