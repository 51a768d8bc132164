import type { ForeignFiles, ReadFormatOptions } from '@fer/core';

/**
 * All files that were given, within the limit together.
 *
 * @throws FerError `FER_WEIGHTS_CORRUPT` if they are larger
 */
export async function readAll(
  files: ForeignFiles,
  { maxBytes, signal }: Pick<ReadFormatOptions, 'maxBytes' | 'signal'>,
): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  let left = maxBytes;
  for (const name of files.names) {
    signal?.throwIfAborted();
    const bytes = await files.read(name, { maxBytes: left, ...(signal && { signal }) });
    left -= bytes.length;
    contents.set(name, bytes);
  }
  return contents;
}
