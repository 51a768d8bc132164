import type { Architecture, ModelGraph } from '../extension-points/architecture.ts';
import { type ContractCase, demand, demandConnected, demandJson, shapeCase } from './contract-case.ts';

/** What every architecture must keep. */
export function architectureContract(architecture: Architecture): ContractCase[] {
  const build = (classes: number): ModelGraph => architecture.build({ ...architecture.defaults }, classes);
  return [
    shapeCase({ architectures: [architecture] }),
    {
      name: 'expects an input that can be made',
      run: async () => {
        const { width, height, channels, range } = architecture.input;
        const isSize = [width, height, channels].every((side) => Number.isInteger(side) && side > 0);
        demand(isSize, `The input must have whole, positive sizes, but is ${width}×${height}×${channels}`);
        demand(range.every(Number.isFinite) && range[0] < range[1], `The range must rise, but is [${range}]`);
      },
    },
    {
      name: 'is plain data that survives JSON',
      run: async () => {
        demandJson(architecture.defaults, 'The defaults');
        demandJson(build(7), 'The graph');
      },
    },
    {
      name: 'builds the same graph each time, and another for another number of classes',
      run: async () => {
        const [first, again, other] = [7, 7, 8].map((classes) => JSON.stringify(build(classes)));
        demand(first === again, 'build must be a pure function');
        demand(first !== other, 'build must make use of the number of classes');
      },
    },
    {
      name: 'names its layers and connects each to earlier ones',
      run: async () => demandConnected(build(7).layers, ['input']),
    },
    {
      name: 'ends with a softmax of its own',
      run: async () => {
        const last = build(7).layers.at(-1);
        const isSoftmax = last?.type === 'activation' && last.config.activation === 'softmax';
        demand(
          isSoftmax,
          `The last layer must be an activation with softmax, but is ${JSON.stringify(last)}`,
        );
      },
    },
  ];
}
