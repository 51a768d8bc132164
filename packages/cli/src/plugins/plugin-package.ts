import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package that a plugin's module lies in. */
export interface PluginPackage {
  /** Its folder, or the module itself where it lies in no package that has a version. */
  readonly from: string;
  readonly version?: string;
}

/**
 * Finds the package of a module: the nearest `package.json` above it that has a version.
 *
 * @param module a `file:` URL, or the name of a package beside this one
 */
export async function packageOf(module: string): Promise<PluginPackage> {
  const file = fileOf(module);
  if (file === undefined) return { from: module };
  for (let folder = dirname(file); folder !== parse(folder).root; folder = dirname(folder)) {
    const version = await versionIn(folder);
    if (version !== undefined) return { from: folder, version };
  }
  return { from: file };
}

function fileOf(module: string): string | undefined {
  try {
    if (module.startsWith('file:')) return fileURLToPath(module);
    return createRequire(import.meta.url).resolve(`${module}/package.json`);
  } catch {
    return undefined;
  }
}

async function versionIn(folder: string): Promise<string | undefined> {
  try {
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
