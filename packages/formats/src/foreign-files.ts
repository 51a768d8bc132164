import { describeValue, FerError, type ForeignFiles } from '@fer/core';

/**
 * Files of another tool: paths (Node), files that were picked on a page, bytes by name, or a source of one's own. Of a
 * path what stands beside it is read too where a file names it (the shards of a `model.json`).
 */
export type ForeignSource =
  | string
  | URL
  | Blob
  | readonly (string | URL | Blob)[]
  | ReadonlyMap<string, Uint8Array>
  | ForeignFiles;

/** Most files that are given at once. */
const MOST_FILES = 1024;

/** @throws FerError `FER_INVALID_ARGUMENT`; `FER_WEIGHTS_NOT_FOUND` if a path leads nowhere */
export async function openForeignFiles(source: ForeignSource, subject: string): Promise<ForeignFiles> {
  if (source instanceof Map) return filesInMemory(source);
  if (typeof (source as Partial<ForeignFiles>)?.read === 'function') return source as ForeignFiles;
  const parts: readonly unknown[] = Array.isArray(source) ? source : [source];
  if (parts.length === 0 || parts.length > MOST_FILES) throw notFiles(subject, `${parts.length} files`);
  const blobs = parts.filter((part) => typeof Blob === 'function' && part instanceof Blob);
  if (blobs.length === parts.length) return pickedFiles(blobs as Blob[]);
  const other = parts.find(
    (part) => typeof part !== 'string' && !(part instanceof URL && part.protocol === 'file:'),
  );
  if (other !== undefined)
    throw notFiles(subject, other instanceof URL ? 'an address that is no file' : describeValue(other));
  return filesOnDisk(parts as (string | URL)[]);
}

function notFiles(subject: string, came: string): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: the source must be paths, Blobs, or a Map of bytes by name, but is ${came}.`,
  );
}

/** Bytes by name. */
export function filesInMemory(files: ReadonlyMap<string, Uint8Array>): ForeignFiles {
  return {
    names: [...files.keys()],
    async read(name, { signal, maxBytes = Number.POSITIVE_INFINITY } = {}) {
      signal?.throwIfAborted();
      const bytes = files.get(name);
      if (bytes === undefined) throw notThere(name, [...files.keys()]);
      assertLength(name, bytes.length, maxBytes);
      return bytes;
    },
  };
}

function pickedFiles(blobs: readonly Blob[]): ForeignFiles {
  const byName = new Map(
    blobs.map((blob, index) => [(blob as Partial<File>).name ?? `file ${index + 1}`, blob]),
  );
  return {
    names: [...byName.keys()],
    async read(name, { signal, maxBytes = Number.POSITIVE_INFINITY } = {}) {
      signal?.throwIfAborted();
      const blob = byName.get(name);
      if (blob === undefined) throw notThere(name, [...byName.keys()]);
      assertLength(name, blob.size, maxBytes);
      return new Uint8Array(await blob.arrayBuffer());
    },
  };
}

/** Only in Node; out of the sight of bundlers for browsers. */
async function filesOnDisk(parts: readonly (string | URL)[]): Promise<ForeignFiles> {
  const { getBuiltinModule } = (globalThis.process ?? {}) as Partial<typeof process>;
  if (getBuiltinModule === undefined) throw notFiles('Here', 'a path, which only Node can open');
  const files = getBuiltinModule('node:fs/promises');
  const path = getBuiltinModule('node:path');
  const { fileURLToPath } = getBuiltinModule('node:url');
  const paths = new Map<string, string>();
  for (const part of parts) {
    const given = typeof part === 'string' ? part : fileURLToPath(part);
    const isFolder = (
      await files.stat(given).catch((cause) => Promise.reject(cannotRead(given, cause)))
    ).isDirectory();
    const found = isFolder ? (await files.readdir(given)).map((name) => path.join(given, name)) : [given];
    for (const one of found) paths.set(path.basename(one), one);
  }
  const [first] = paths.values();
  return {
    names: [...paths.keys()],
    async read(name, { signal, maxBytes = Number.POSITIVE_INFINITY } = {}) {
      signal?.throwIfAborted();
      // A file that another one names must stand beside it: a path would lead anywhere.
      const isPlain = name !== '' && path.basename(name) === name && name !== '..' && !name.includes('\0');
      const beside = isPlain && first !== undefined ? path.join(path.dirname(first), name) : undefined;
      const found = paths.get(name) ?? beside;
      if (found === undefined) throw notThere(name, [...paths.keys()]);
      try {
        const { size } = await files.stat(found);
        assertLength(name, size, maxBytes);
        return new Uint8Array(await files.readFile(found, signal && { signal }));
      } catch (cause) {
        signal?.throwIfAborted();
        if (FerError.isInstance(cause)) throw cause;
        throw cannotRead(found, cause);
      }
    },
  };
}

function assertLength(name: string, length: number, maxBytes: number): void {
  if (length <= maxBytes) return;
  throw new FerError(
    'FER_WEIGHTS_CORRUPT',
    `'${name}' has ${length} bytes, more than the ${maxBytes} that may be read. Allow more by \`weightsLimits: { maxBytes }\`.`,
    { details: { fileName: name, maxBytes } },
  );
}

function notThere(name: string, names: readonly string[]): FerError {
  return new FerError(
    'FER_WEIGHTS_NOT_FOUND',
    `There is no file '${name.slice(0, 200)}'; there are ${names.join(', ').slice(0, 500) || 'none at all'}. Give it too.`,
    { details: { fileName: name } },
  );
}

function cannotRead(location: string, cause: unknown): FerError {
  const { code } = cause as NodeJS.ErrnoException;
  return new FerError(
    'FER_WEIGHTS_NOT_FOUND',
    `${location} ${code === 'ENOENT' ? 'is not there' : `cannot be read: ${(cause as Error).message}`}. Check the path.`,
    { details: { location }, cause },
  );
}
