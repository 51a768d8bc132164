export { LAYER_CASES, SHARED_VALUES, SQUEEZE_AND_EXCITE, TWO_OUTPUTS } from './layer-cases.ts';
export { layerContract } from './layer-contract.ts';
export { layerCase, type NetworkCase, randomFeeds, randomModel } from './network-case.ts';
export { computeGraph } from './reference/compute-graph.ts';
export { REFUSED_CASES } from './refused-cases.ts';
