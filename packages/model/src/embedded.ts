import kernels from '../assets/fer-kernels.wasm';
import relaxed from '../assets/fer-kernels-relaxed.wasm';
import relaxedThreads from '../assets/fer-kernels-relaxed-threads.wasm';
import threads from '../assets/fer-kernels-threads.wasm';
import manifest from '../assets/fer-net-manifest.bin';
import weights from '../assets/fer-net-weights-1.bin';

const files: { readonly [fileName: string]: Uint8Array<ArrayBuffer> } = {
  'fer-kernels.wasm': kernels,
  'fer-kernels-relaxed.wasm': relaxed,
  'fer-kernels-threads.wasm': threads,
  'fer-kernels-relaxed-threads.wasm': relaxedThreads,
  'fer-net-manifest.bin': manifest,
  'fer-net-weights-1.bin': weights,
};

/**
 * The folder `assets` as part of the script, for tools that ship scripts only: esbuild, Rollup, `bun build --compile`,
 * a page in one file. It makes the script 1.5 MB larger.
 *
 * ```ts
 * const fer = await createRecognizer({ assets: embeddedAssets });
 * ```
 */
export const embeddedAssets = (fileName: string): Uint8Array<ArrayBuffer> => {
  const bytes = Object.hasOwn(files, fileName) ? files[fileName] : undefined;
  if (bytes === undefined) throw new Error(`${fileName} is not one of ${Object.keys(files).join(', ')}.`);
  return bytes;
};
