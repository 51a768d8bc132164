import { assertOptions, FerError } from '@fer/core';
import { folderPath } from './folder-path.ts';
import { MANIFEST_FILE, MANIFEST_LIMITS } from './manifest.ts';
import { outputFailed } from './output-failed.ts';
import { parseManifest } from './parse-manifest.ts';
import { SERIALIZE_DEFAULTS, type SerializeOptions, serializeWeights } from './serialize-weights.ts';
import { readFile } from './sources/read-file.ts';
import type { Weights } from './weights.ts';
import { createFile, syncFolder } from './write-file.ts';

export interface SaveWeightsOptions extends Omit<SerializeOptions, 'shardPrefix'> {
  /** Whether the directory may hold other things than weights; they are left alone. Default: false. */
  readonly besideOtherFiles?: boolean;
}

const OPTIONS = {
  besideOtherFiles: true,
  dtype: true,
  shardByteLength: true,
} as const satisfies Record<keyof SaveWeightsOptions, true>;

/** Shards and new manifests, by the names that this version and earlier ones give them. */
const OWN_FILE = /^(weights(-new|-[\da-f]{12})?-\d+\.bin|fer\.json(\.([\da-f]{12}\.)?new)?)$/;

/** After this long, in milliseconds, nobody is at work any more on a file that no manifest names. */
const STALE_AFTER = 3_600_000;

/**
 * Writes a weights directory, making it if need be. Several processes may do so at once, and others read meanwhile:
 * the shards get names that no other save gives, then the manifest is replaced in one step, then the shards of the
 * weights before are removed. Killed at any moment it leaves the old weights or the new ones; what it left besides is
 * removed by a save an hour later. Node only.
 *
 * @throws FerError `FER_OUTPUT_EXISTS` if something that is not a weights directory is there; `FER_OUTPUT_FAILED` if
 * the disk is full, or writing is not permitted, and the like: what was there is as it was; `FER_WEIGHTS_FORMAT` as
 * `serializeWeights`
 */
export async function saveWeights(
  directory: string | URL,
  weights: Weights,
  options: SaveWeightsOptions = {},
): Promise<void> {
  assertOptions(options, OPTIONS, 'saveWeights');
  const { besideOtherFiles = false, ...format } = options;
  const folder = folderPath(directory);
  const entries = await listDirectory(folder);
  if (!besideOtherFiles) assertReplaceable(folder, entries);

  const token = randomToken();
  const { shardPrefix: plain } = SERIALIZE_DEFAULTS;
  const unique = `${plain}-${token}`;
  // Plain names where there have never been weights. Another first save may take them just now.
  const isFirst = !entries.some((entry) => OWN_FILE.test(entry));
  for (const shardPrefix of isFirst ? [plain, unique] : [unique]) {
    const serialized = await serializeWeights(weights, { ...format, shardPrefix });
    const replaced = await writeAndSwitch(folder, serialized, token);
    if (replaced !== 'taken') return removeOthers(folder, serialized, replaced);
  }
  throw outputFailed(folder, new Error('its files have been there before they were written'));
}

/**
 * Writes the shards, then puts the manifest in place.
 *
 * @returns the shards of the weights that were there, or that a name is taken
 */
async function writeAndSwitch(
  folder: string,
  serialized: ReadonlyMap<string, Uint8Array>,
  token: string,
): Promise<ReadonlySet<string> | 'taken'> {
  const { files, path } = nodeModules();
  const manifestPath = path.join(folder, MANIFEST_FILE);
  const interimPath = `${manifestPath}.${token}.new`;
  const created: string[] = [];
  try {
    await files.mkdir(folder, { recursive: true });
    for (const [fileName, bytes] of serialized) {
      const target = fileName === MANIFEST_FILE ? interimPath : path.join(folder, fileName);
      await createFile(target, bytes, () => created.push(target));
    }
    await syncFolder(folder);
    const replaced = await namedShards(folder);
    await files.rename(interimPath, manifestPath);
    await syncFolder(folder);
    return replaced;
  } catch (cause) {
    await Promise.all(created.map((target) => files.rm(target, { force: true }).catch(() => undefined)));
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return 'taken';
    throw outputFailed(folder, cause);
  }
}

/** Removes the shards of the weights before, and what a save that was killed long ago has left. */
async function removeOthers(
  folder: string,
  serialized: ReadonlyMap<string, Uint8Array>,
  replaced: ReadonlySet<string>,
): Promise<void> {
  const { files, path } = nodeModules();
  const staleBefore = Date.now() - STALE_AFTER;
  for (const entry of await listDirectory(folder)) {
    if (!OWN_FILE.test(entry) || serialized.has(entry)) continue;
    const file = path.join(folder, entry);
    // The new weights are in place. What cannot be removed, or was by another save, changes nothing about them.
    try {
      const isOld = replaced.has(entry) || (await files.stat(file)).mtimeMs < staleBefore;
      if (isOld) await files.rm(file);
    } catch {}
  }
}

/** Out of the sight of bundlers for browsers. */
function nodeModules() {
  return {
    files: process.getBuiltinModule('node:fs/promises'),
    path: process.getBuiltinModule('node:path'),
  };
}

/** Twelve hexadecimal digits. */
function randomToken(): string {
  return process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex');
}

async function listDirectory(folder: string): Promise<string[]> {
  const { files } = nodeModules();
  try {
    return await files.readdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw outputExists(folder, 'it is not a directory', cause);
    throw outputFailed(folder, cause);
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

/** The shards of the weights that are there; none if their manifest cannot be read. */
async function namedShards(folder: string): Promise<ReadonlySet<string>> {
  const { path } = nodeModules();
  try {
    const manifest = path.join(folder, MANIFEST_FILE);
    const bytes = await readFile(manifest, { maxBytes: MANIFEST_LIMITS.byteLength });
    return new Set(parseManifest(bytes, folder).shards.map(({ fileName }) => fileName));
  } catch {
    return new Set();
  }
}
