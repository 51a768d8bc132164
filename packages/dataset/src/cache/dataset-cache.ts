import type { FileHandle } from 'node:fs/promises';
import type { FaceDataset } from '../face-dataset.ts';
import { openFile } from '../file/open-file.ts';
import {
  CACHE_MAGIC,
  CACHE_VERSION,
  cacheHeader,
  hasMeaning,
  isCacheHeader,
  PREFIX_BYTES,
} from './cache-format.ts';

/** Where the cache of the source at `realPath` lies. */
export function cacheFile(folder: string, realPath: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const { join } = process.getBuiltinModule('node:path');
  return join(folder, `${createHash('sha256').update(realPath).digest('hex').slice(0, 32)}.fercache`);
}

/**
 * Reads what was kept of a source.
 *
 * @returns `undefined` if there is nothing, or if it is of another state of the source, of another version, truncated or
 * damaged: then the source is read anew
 */
export async function readCache(file: string, fingerprint: string): Promise<FaceDataset | undefined> {
  const { crc32 } = process.getBuiltinModule('node:zlib');
  try {
    const { handle, size } = await openFile(file, '');
    try {
      const prefix = await readExactly(handle, PREFIX_BYTES, 0);
      const [version, headerBytes, headerCrc, bodyCrc] = [8, 12, 16, 20].map((at) => prefix.readUInt32LE(at));
      if (prefix.toString('latin1', 0, 8) !== CACHE_MAGIC || version !== CACHE_VERSION) return undefined;
      if (PREFIX_BYTES + headerBytes! > size) return undefined;

      const headerJson = await readExactly(handle, headerBytes!, PREFIX_BYTES);
      if (crc32(headerJson) !== headerCrc) return undefined;
      const header: unknown = JSON.parse(headerJson.toString());
      if (!isCacheHeader(header)) return undefined;
      const { count, width, height } = header;
      const bodyBytes = count * (2 + width * height);
      if (header.fingerprint !== fingerprint || size !== PREFIX_BYTES + headerBytes! + bodyBytes)
        return undefined;

      const body = await readExactly(handle, bodyBytes, PREFIX_BYTES + headerBytes!);
      if (crc32(body) !== bodyCrc) return undefined;
      const { fingerprint: _, ...rest } = header;
      const bytes = new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
      const dataset = {
        ...rest,
        labels: bytes.subarray(0, count),
        splits: bytes.subarray(count, 2 * count),
        images: bytes.subarray(2 * count),
      };
      return hasMeaning(dataset) ? dataset : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    // A cache that cannot be read is no worse than none; the source tells its own errors.
    return undefined;
  }
}

/**
 * Keeps a data set. The file appears under its name only when it is complete, so that another process never reads half
 * of it.
 *
 * @returns whether that worked; a folder that cannot be written to must not fail a load
 */
export async function writeCache(file: string, dataset: FaceDataset, fingerprint: string): Promise<boolean> {
  const { randomUUID } = process.getBuiltinModule('node:crypto');
  const { mkdir, open, rename, rm } = process.getBuiltinModule('node:fs/promises');
  const { dirname } = process.getBuiltinModule('node:path');
  const { crc32 } = process.getBuiltinModule('node:zlib');
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const header = Buffer.from(JSON.stringify(cacheHeader(dataset, fingerprint)));
    const body = [dataset.labels, dataset.splits, dataset.images];
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.write(CACHE_MAGIC, 'latin1');
    prefix.writeUInt32LE(CACHE_VERSION, 8);
    prefix.writeUInt32LE(header.length, 12);
    prefix.writeUInt32LE(crc32(header), 16);
    prefix.writeUInt32LE(
      body.reduce((crc, bytes) => crc32(bytes, crc), 0),
      20,
    );

    const handle = await open(temporary, 'wx');
    try {
      for (const part of [prefix, header, ...body]) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    return true;
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
    return false;
  }
}

async function readExactly(handle: FileHandle, length: number, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new Error('The cache file ends too early.');
    filled += bytesRead;
  }
  return buffer;
}
