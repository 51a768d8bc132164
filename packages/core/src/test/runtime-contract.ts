import { assertOptions } from '../assert-options.ts';
import type { Network, Runtime } from '../extension-points/runtime.ts';
import { type ContractCase, demand, demandFailure, distance, shapeCase } from './contract-case.ts';
import { TINY_INPUTS, TINY_MODEL, TINY_OUTPUTS, tinyPixels, tinyProbabilities } from './tiny-model.ts';

/** Float32 against double precision, over a hundred additions, with room for float16 sums of a GPU. */
const DEFAULT_TOLERANCE = 1e-4;

/**
 * What every runtime must keep. Only run it where the runtime is supported.
 *
 * @param options.tolerance largest error of a probability; default 1e-4
 */
export function runtimeContract(
  runtime: Runtime,
  options: { readonly tolerance?: number } = {},
): ContractCase[] {
  assertOptions(options, { tolerance: true }, 'runtimeContract');
  const { tolerance = DEFAULT_TOLERANCE } = options;
  const withNetwork = async (use: (network: Network) => Promise<void>): Promise<void> => {
    await runtime.init();
    const network = await runtime.load(TINY_MODEL);
    try {
      await use(network);
    } finally {
      network.dispose();
    }
  };
  const demandClose = (received: Float32Array, expected: ArrayLike<number>, what: string): void => {
    const error = distance(received, expected);
    demand(
      error <= tolerance,
      `${what} must be [${Array.from(expected)}] within ${tolerance}, but is [${received}], off by ${error}`,
    );
  };

  return [
    shapeCase({ runtimes: [runtime] }),
    {
      name: 'is supported here',
      run: async () => {
        const support = await runtime.isSupported();
        demand(
          support.supported,
          `The runtime is not supported here: ${!support.supported && support.reason}`,
        );
      },
    },
    {
      name: 'can be initialised again and at once',
      run: async () => {
        await Promise.all([runtime.init(), runtime.init()]);
        await runtime.init();
      },
    },
    {
      name: 'gives the probabilities of the network',
      run: () =>
        withNetwork(async (network) => {
          for (const batch of [1, 2, 7]) {
            const pixels = tinyPixels(batch, batch);
            demandClose(
              await network.predict(pixels, batch),
              tinyProbabilities(pixels),
              `A batch of ${batch}`,
            );
          }
        }),
    },
    {
      name: 'is fed and answers by name',
      run: () =>
        withNetwork(async (network) => {
          const told = JSON.stringify([network.inputs, network.outputs]);
          const expected = JSON.stringify([TINY_INPUTS, TINY_OUTPUTS]);
          demand(told === expected, `Its inputs and outputs must be ${expected}, but are ${told}`);
          const pixels = tinyPixels(3, 3);
          const { softmax, ...more } = await network.run({ input: pixels }, 3);
          demand(
            softmax !== undefined && Object.keys(more).length === 0,
            "run must give the output 'softmax' and no other",
          );
          demandClose(softmax, tinyProbabilities(pixels), 'The output of run');
          const refuse = (what: string, feeds: { [input: string]: Float32Array }) =>
            demandFailure('FER_INVALID_ARGUMENT', what, () => network.run(feeds, 3));
          await refuse('No feed', {});
          await refuse('A feed of another name', { picture: pixels });
          await refuse('A feed too many', { input: pixels, more: pixels });
        }),
    },
    {
      name: 'leaves its input as it was, and its earlier outputs too',
      run: () =>
        withNetwork(async (network) => {
          const pixels = tinyPixels(2, 1);
          const before = pixels.slice();
          const first = await network.predict(pixels, 2);
          const kept = first.slice();
          demand(distance(pixels, before) === 0, 'predict must not write into its pixels');
          await network.predict(tinyPixels(2, 2), 2);
          demand(distance(first, kept) === 0, 'A result must not change when predict is called again');
        }),
    },
    {
      name: 'can be called while it works',
      run: () =>
        withNetwork(async (network) => {
          const inputs = [1, 2, 3, 4].map((batch) => tinyPixels(batch, 10 + batch));
          const outputs = await Promise.all(inputs.map((pixels, i) => network.predict(pixels, i + 1)));
          for (const [i, pixels] of inputs.entries()) {
            demandClose(outputs[i]!, tinyProbabilities(pixels), `Call ${i + 1} of four at once`);
          }
        }),
    },
    {
      name: 'refuses pixels that are not the batch',
      run: () =>
        withNetwork(async (network) => {
          const pixels = tinyPixels(2, 1);
          const refuse = (what: string, given: Float32Array, batch: number) =>
            demandFailure('FER_INVALID_ARGUMENT', what, () => network.predict(given, batch));
          await refuse('A batch of 0', new Float32Array(0), 0);
          await refuse('Pixels of two images as a batch of 3', pixels, 3);
          await refuse('A pixel too few', pixels.subarray(1), 2);
        }),
    },
    {
      name: 'is disposed of alone, and as often as one likes',
      run: () =>
        withNetwork(async (network) => {
          const other = await runtime.load(TINY_MODEL);
          other.dispose();
          other.dispose();
          const pixels = tinyPixels(1, 5);
          await demandFailure('FER_DISPOSED', 'predict after dispose', () => other.predict(pixels, 1));
          demandClose(await network.predict(pixels, 1), tinyProbabilities(pixels), 'The network beside it');
        }),
    },
  ];
}
