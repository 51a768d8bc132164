import { isNode } from './decode/platform.ts';

/**
 * The folder of an installed package, looked for from the script that runs and from the working directory: bundled
 * code does not lie beside its package any more. Node only.
 *
 * @param names of packages that export their `package.json`; each is looked for from the one before, since package
 * managers may hide what a package depends on
 * @returns a `file:` URL that ends in `/`, of the last package; undefined where it is not installed, and outside of Node
 */
export function packageFolder(...names: readonly string[]): URL | undefined {
  if (!isNode()) return undefined;
  const { createRequire } = process.getBuiltinModule('node:module');
  const { join } = process.getBuiltinModule('node:path');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  for (const start of [() => process.argv[1]!, () => join(process.cwd(), 'package.json')]) {
    try {
      const manifest = names.reduce(
        (from, name) => createRequire(from).resolve(`${name}/package.json`),
        start(),
      );
      return new URL('.', pathToFileURL(manifest));
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}
