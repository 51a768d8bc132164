import { FerError } from '@fer/core';
import { MANIFEST_FILE } from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import { type SerializeOptions, serializeWeights } from './serialize-weights.ts';
import type { Weights } from './weights.ts';

export interface SaveWeightsOptions extends Omit<SerializeOptions, 'shardPrefix'> {
  /** Whether the directory may hold other things than weights; they are left alone. Default: false. */
  readonly besideOtherFiles?: boolean;
}

/** Two saves in a row never use the same file names, so the weights that are there stay whole until the last moment. */
const SLOTS = ['weights', 'weights-b'] as const;
const OWN_FILE = /^(weights(-b)?-\d+\.bin|fer\.json(\.new)?)$/;

/**
 * Writes a weights directory, making it if need be. Atomic: killed at any moment it leaves the old weights or the new
 * ones, because the manifest is replaced last, in one step. Node only.
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
  const { files, path, url } = nodeModules();
  const folder = path.resolve(directory instanceof URL ? url.fileURLToPath(directory) : directory);
  const entries = await listDirectory(folder);
  if (!besideOtherFiles) assertReplaceable(folder, entries);
  const manifestPath = path.join(folder, MANIFEST_FILE);
  const old = entries.includes(MANIFEST_FILE) ? await files.readFile(manifestPath) : undefined;
  const serialized = await serializeWeights(weights, { ...format, shardPrefix: freeSlot(old, folder) });

  await files.mkdir(folder, { recursive: true });
  for (const [fileName, bytes] of serialized) {
    const target = fileName === MANIFEST_FILE ? `${manifestPath}.new` : path.join(folder, fileName);
    await files.writeFile(target, bytes, { flush: true });
  }
  await files.rename(`${manifestPath}.new`, manifestPath);

  const leftovers = entries.filter((entry) => OWN_FILE.test(entry) && !serialized.has(entry));
  for (const entry of leftovers) await files.rm(path.join(folder, entry), { force: true });
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

/** The slot that the manifest in place does not use. A manifest that cannot be read has nothing to lose. */
function freeSlot(manifest: Uint8Array | undefined, folder: string): string {
  const [first, second] = SLOTS;
  if (manifest === undefined) return first;
  try {
    const { shards } = parseManifest(manifest, folder);
    return shards.some(({ fileName }) => fileName.startsWith(`${second}-`)) ? first : second;
  } catch {
    return first;
  }
}
