import { FerError, sizeOf } from '@fer/core';
import type { Dataset, File, Group } from 'h5wasm';
import { damaged, notAsFormat } from '../failures.ts';
import { assertHeaps } from './heaps.ts';

/** A group of an HDF5 file, as far as Keras uses them. */
export interface Hdf5Group {
  /** The members' names, sorted as the file has them. */
  names(): readonly string[];
  /** @returns `undefined` where there is none */
  group(path: string): Hdf5Group | undefined;
  /** @returns `undefined` where there is none */
  dataset(path: string): Hdf5Dataset | undefined;
  /** @returns `undefined` where there is none, or it is no text */
  text(attribute: string): string | undefined;
  /** A list of texts, also one that Keras has cut into `<attribute>0`, `<attribute>1` … for its length. */
  texts(attribute: string): readonly string[] | undefined;
}

/** Numbers in an HDF5 file. */
export interface Hdf5Dataset {
  readonly shape: readonly number[];
  /** @throws FerError `FER_WEIGHTS_CORRUPT` if they are no numbers, or more than the file may hold */
  read(): Float32Array;
}

/** What an HDF5 file begins with: docs.hdfgroup.org, file format specification, section II.A. */
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes are an HDF5 file without a user block, as all of Keras's are. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/** How much smaller deflate makes numbers at most: zlib.net/zlib_tech.html. */
const MOST_PACKED = 1032;

/** Bytes of an attribute: Keras keeps below 64 KiB, but for the structure of the network. */
const MOST_ATTRIBUTE_BYTES = 2 ** 24;

/**
 * Reads an HDF5 file by h5wasm, the library of the HDF Group as WebAssembly: it sees the bytes and nothing else.
 *
 * @param use reads all that it needs; nothing of the file may be used afterwards
 * @param maxBytes of all datasets together
 * @throws FerError `FER_WEIGHTS_FORMAT`, `FER_WEIGHTS_CORRUPT`, and what `use` throws
 */
export async function withHdf5<Result>(
  bytes: Uint8Array,
  subject: string,
  maxBytes: number,
  use: (root: Hdf5Group) => Result,
): Promise<Result> {
  if (!isHdf5(bytes)) throw notAsFormat(subject, 'is not an HDF5 file.');
  assertHeaps(bytes, subject);
  const { File, FS } = await loadHdf5();
  const path = `/read-${count++}.h5`;
  let file: (Group & { close(): unknown }) | undefined;
  try {
    FS.writeFile(path, bytes);
    file = new File(path, 'r');
    const left = Math.min(maxBytes, bytes.length * MOST_PACKED);
    return use(hdf5Group(file, { subject, left }));
  } catch (cause) {
    if (FerError.isInstance(cause)) throw cause;
    throw damaged(
      subject,
      `cannot be read as HDF5: ${String((cause as Error).message).slice(0, 200)}. Save or fetch it again.`,
      cause,
    );
  } finally {
    try {
      file?.close();
    } catch {
      // It is too damaged to be closed.
    }
    FS.unlink(path);
  }
}

let count = 0;

/** The library and the files in its memory. */
export interface Hdf5Library {
  readonly File: typeof File;
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void;
    readFile(path: string): Uint8Array;
    unlink(path: string): void;
  };
}

/** Started when it is first needed: 4 MB. */
export async function loadHdf5(): Promise<Hdf5Library> {
  const { File, ready } = await import('h5wasm');
  const { FS } = await ready;
  silence(FS as unknown as WithTerminal);
  return { File, FS };
}

/** How Emscripten's files write to the console. */
interface WithTerminal {
  readonly streams: readonly { readonly tty?: { ops: object } }[];
}

/** Of a damaged file the library would write pages to the console, besides the errors that it throws. */
function silence({ streams }: WithTerminal): void {
  const [, , stderr] = streams;
  if (stderr?.tty) stderr.tty.ops = { ...stderr.tty.ops, put_char() {}, fsync() {} };
}

/** What the file may still take up. */
interface Budget {
  readonly subject: string;
  left: number;
}

function hdf5Group(group: Group, budget: Budget): Hdf5Group {
  const text = (name: string): unknown => {
    const attribute = group.attrs[name];
    if (attribute === undefined || attribute.metadata === null) return undefined;
    const { shape, metadata } = attribute;
    if (sizeOf(shape ?? []) * metadata.size > MOST_ATTRIBUTE_BYTES) {
      throw damaged(budget.subject, `has an attribute '${name}' that is too large.`);
    }
    return attribute.value;
  };
  const texts = (name: string): readonly string[] | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    // A layer without weights has an empty array of floats.
    if (typeof value !== 'string' && sizeOf(group.attrs[name]!.shape ?? []) === 0) return [];
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
    throw notAsFormat(budget.subject, `must have a list of texts in the attribute '${name}'.`);
  };
  const find = (path: string): unknown => {
    let at: unknown = group;
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue;
      if (!isGroup(at)) return undefined;
      at = at.keys().includes(part) ? at.get(part) : undefined;
    }
    return at;
  };
  return {
    names: () => group.keys(),
    group: (path) => {
      const found = find(path);
      return isGroup(found) ? hdf5Group(found, budget) : undefined;
    },
    dataset: (path) => {
      const found = find(path);
      return isDataset(found) ? hdf5Dataset(found, path, budget) : undefined;
    },
    text: (name) => {
      const value = text(name);
      return typeof value === 'string' ? value : undefined;
    },
    texts: (name) => {
      const whole = texts(name);
      if (whole !== undefined) return whole;
      const parts: string[] = [];
      for (let part = texts(`${name}0`), index = 1; part !== undefined; part = texts(`${name}${index++}`)) {
        parts.push(...part);
      }
      return parts.length > 0 ? parts : undefined;
    },
  };
}

/** Whole numbers and floats: H5T_INTEGER and H5T_FLOAT. */
const NUMBER_TYPES = [0, 1];

function hdf5Dataset(dataset: Dataset, path: string, budget: Budget): Hdf5Dataset {
  const shape = dataset.shape ?? [];
  return {
    shape,
    read() {
      const { metadata } = dataset;
      const isNumbers = NUMBER_TYPES.includes(metadata.type) && metadata.virtual_sources === undefined;
      if (!isNumbers) throw damaged(budget.subject, `has '${path}', which holds no numbers.`);
      const byteLength = sizeOf(shape) * Math.max(4, metadata.size);
      if (!(byteLength <= budget.left)) {
        throw damaged(budget.subject, `has '${path}' of [${shape}], more than it may hold.`);
      }
      budget.left -= byteLength;
      const { value } = dataset;
      return Float32Array.from(
        typeof value === 'object' ? (value as ArrayLike<number | bigint>) : [value as number],
        Number,
      );
    },
  };
}

function isGroup(value: unknown): value is Group {
  return (value as { type?: unknown } | null | undefined)?.type === 'Group';
}

function isDataset(value: unknown): value is Dataset {
  return (value as { type?: unknown } | null | undefined)?.type === 'Dataset';
}
