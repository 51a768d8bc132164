import { FerError } from '@fer/core';
import { MANIFEST_FILE } from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import { type SerializeOptions, serializeWeights } from './serialize-weights.ts';
import type { Weights } from './weights.ts';

export interface SaveWeightsOptions extends Omit<SerializeOptions, 'shardPrefix'> {
  /** Whether the directory may hold other things than weights; they are left alone. Default: false. */
  readonly besideOtherFiles?: boolean;
}

/** What shards are called, and what they are called for a moment while they replace weights of that name. */
const FINAL_PREFIX = 'weights';
const INTERIM_PREFIX = 'weights-new';
const OWN_FILE = /^(weights(-new)?-\d+\.bin|fer\.json(\.new)?)$/;

/**
 * Writes a weights directory, making it if need be. Atomic: killed at any moment it leaves the old weights or the new
 * ones. The manifest is replaced last, in one step, and files in use are never written to: weights that are there are
 * replaced by way of a set with other names. Node only.
 *
 * @throws FerError `FER_OUTPUT_EXISTS` if something that is not a weights directory is there; `FER_WEIGHTS_FORMAT`
 * as `serializeWeights`
 */
export async function saveWeights(
  directory: string | URL,
  weights: Weights,
  options: SaveWeightsOptions = {},
): Promise<void> {
  const { besideOtherFiles = false, ...format } = options;
  const { path, url } = nodeModules();
  const folder = path.resolve(directory instanceof URL ? url.fileURLToPath(directory) : directory);
  const entries = await listDirectory(folder);
  if (!besideOtherFiles) assertReplaceable(folder, entries);
  const isInUse = await usesFinalNames(folder, entries);
  const prefixes = isInUse ? [INTERIM_PREFIX, FINAL_PREFIX] : [FINAL_PREFIX];

  for (const shardPrefix of prefixes) {
    await writeAndSwitch(folder, await serializeWeights(weights, { ...format, shardPrefix }));
  }
}

/** Writes the shards, then puts the manifest in place, then removes what it does not name. */
async function writeAndSwitch(folder: string, serialized: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const { files, path } = nodeModules();
  const manifestPath = path.join(folder, MANIFEST_FILE);
  await files.mkdir(folder, { recursive: true });
  for (const [fileName, bytes] of serialized) {
    const target = fileName === MANIFEST_FILE ? `${manifestPath}.new` : path.join(folder, fileName);
    await files.writeFile(target, bytes, { flush: true });
  }
  await files.rename(`${manifestPath}.new`, manifestPath);

  for (const entry of await files.readdir(folder)) {
    if (OWN_FILE.test(entry) && !serialized.has(entry)) await files.rm(path.join(folder, entry));
  }
}

/** Out of the sight of bundlers for browsers. */
function nodeModules() {
  return {
    files: process.getBuiltinModule('node:fs/promises'),
    path: process.getBuiltinModule('node:path'),
    url: process.getBuiltinModule('node:url'),
  };
}

async function listDirectory(folder: string): Promise<string[]> {
  const { files } = nodeModules();
  try {
    return await files.readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw outputExists(folder, 'it is not a directory', cause);
  }
}

function assertReplaceable(folder: string, entries: readonly string[]): void {
  if (entries.includes(MANIFEST_FILE)) return;
  const other = entries.find((entry) => !OWN_FILE.test(entry));
  if (other !== undefined) throw outputExists(folder, `it holds other things (${other})`);
}

function outputExists(folder: string, problem: string, cause?: unknown): FerError {
  return new FerError(
    'FER_OUTPUT_EXISTS',
    `The weights cannot be saved as ${folder}: ${problem}. Give a new directory, or one that holds weights.`,
    { details: { directory: folder }, cause },
  );
}

/** Whether the weights that are there must not be written over. A manifest that cannot be read has nothing to lose. */
async function usesFinalNames(folder: string, entries: readonly string[]): Promise<boolean> {
  if (!entries.includes(MANIFEST_FILE)) return false;
  const { files, path } = nodeModules();
  const bytes = await files.readFile(path.join(folder, MANIFEST_FILE));
  try {
    const { shards } = parseManifest(bytes, folder);
    return !shards.some(({ fileName }) => fileName.startsWith(`${INTERIM_PREFIX}-`));
  } catch {
    return false;
  }
}
