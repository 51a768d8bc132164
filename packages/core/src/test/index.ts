export { architectureContract } from './architecture-contract.ts';
export type { ContractCase } from './contract-case.ts';
export { type DecoderTrial, decoderContract } from './decoder-contract.ts';
export { type DetectorTrial, detectorContract } from './detector-contract.ts';
export { postprocessorContract } from './postprocessor-contract.ts';
export { runtimeContract } from './runtime-contract.ts';
export { TINY_MODEL, tinyPixels, tinyProbabilities } from './tiny-model.ts';
export { type WeightsFormatTrial, weightsFormatContract } from './weights-format-contract.ts';
export { type WeightsSourceTrial, weightsSourceContract } from './weights-source-contract.ts';
