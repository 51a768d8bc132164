import type { File } from 'h5wasm';
import { loadHdf5 } from './hdf5.ts';

/**
 * Writes an HDF5 file in memory.
 *
 * @returns its bytes
 */
export async function writeHdf5(fill: (file: File) => void): Promise<Uint8Array> {
  const { File, FS } = await loadHdf5();
  const path = `/write-${count++}.h5`;
  const file = new File(path, 'w');
  try {
    fill(file);
  } finally {
    file.close();
  }
  const bytes = FS.readFile(path).slice();
  FS.unlink(path);
  return bytes;
}

let count = 0;
