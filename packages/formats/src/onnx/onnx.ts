import type { ForeignFiles, ReadFormatOptions, WeightsFormat } from '@fer/core';
import { notAsFormat } from '../failures.ts';
import { readAll } from '../read-all.ts';
import { readOnnx } from './read/read-onnx.ts';
import { sniffOnnx } from './read/sniff-onnx.ts';

/** ONNX: one file with all weights in it. */
export const onnx: WeightsFormat = {
  id: 'onnx',
  apiVersion: 1,
  description: 'ONNX: one .onnx, opsets 7 to 20',
  async sniff(files, options) {
    if (files.names.length !== 1) return false;
    return sniffOnnx(await readOnly(files, options));
  },
  async read(files, options) {
    const { inputShape } = options;
    return readOnnx(await readOnly(files, options), inputShape === undefined ? {} : { inputShape });
  },
  async write(model) {
    const { writeOnnx } = await import('./write/write-onnx.ts');
    return new Map([['model.onnx', writeOnnx(model)]]);
  },
};

async function readOnly(files: ForeignFiles, options: ReadFormatOptions): Promise<Uint8Array> {
  const [bytes, ...others] = (await readAll(files, options)).values();
  if (bytes !== undefined && others.length === 0) return bytes;
  throw notAsFormat('The files', `must be one .onnx, but are ${files.names.join(', ') || 'none'}.`);
}
