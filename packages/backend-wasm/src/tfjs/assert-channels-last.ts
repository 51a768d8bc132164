import { FerError } from '@fer/core';

/** @throws FerError `FER_INVALID_ARGUMENT` for data in NCHW, which the wasm backend does not know */
export function assertChannelsLast(kernelName: string, dataFormat: string): void {
  if (dataFormat === 'channelsLast') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${kernelName} on the wasm backend works on NHWC data ("channelsLast"), but the layer asks for "${dataFormat}". ` +
      'Build the model with dataFormat "channelsLast".',
    { details: { kernelName, dataFormat } },
  );
}
