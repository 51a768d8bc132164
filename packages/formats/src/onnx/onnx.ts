import { FerError, type ForeignFiles, type ReadFormatOptions, type WeightsFormat } from '@fer/core';
import { notAsFormat } from '../failures.ts';
import { readAll } from '../read-all.ts';
import { readOnnx } from './read-onnx.ts';
import { sniffOnnx } from './sniff-onnx.ts';

/** In a variable, so that no bundler looks for what need not be there. */
const WRITER = '@fer/runtime-onnx';

/** ONNX: one file with all weights in it. */
export const onnx: WeightsFormat = {
  id: 'onnx',
  apiVersion: 1,
  description: 'ONNX: one .onnx, opsets 7 to 20; written by @fer/runtime-onnx',
  async sniff(files, options) {
    if (files.names.length !== 1) return false;
    return sniffOnnx(await readOnly(files, options));
  },
  async read(files, options) {
    const { inputShape } = options;
    return readOnnx(await readOnly(files, options), inputShape === undefined ? {} : { inputShape });
  },
  async write(model) {
    const { writeOnnx } = await loadWriter();
    return new Map([['model.onnx', writeOnnx(model)]]);
  },
};

async function readOnly(files: ForeignFiles, options: ReadFormatOptions): Promise<Uint8Array> {
  const [bytes, ...others] = (await readAll(files, options)).values();
  if (bytes !== undefined && others.length === 0) return bytes;
  throw notAsFormat('The files', `must be one .onnx, but are ${files.names.join(', ') || 'none'}.`);
}

async function loadWriter(): Promise<typeof import('@fer/runtime-onnx')> {
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ WRITER);
  } catch (cause) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `ONNX is written by ${WRITER}, which cannot be loaded here: npm install ${WRITER}.`,
      { details: { package: WRITER }, cause },
    );
  }
}
