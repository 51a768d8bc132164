import { isNode } from './decode/platform.ts';

/**
 * The folder of an installed package, looked for from the script that runs and from the working directory: bundled
 * code does not lie beside its package any more. Node only.
 *
 * @param name of a package that exports its `package.json`
 * @returns a `file:` URL that ends in `/`, or undefined where it is not installed, and outside of Node
 */
export function packageFolder(name: string): URL | undefined {
  if (!isNode()) return undefined;
  const { createRequire } = process.getBuiltinModule('node:module');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  const starts = [process.argv[1], `${process.cwd()}/`].filter((start) => start !== undefined);
  for (const start of starts) {
    try {
      const manifest = createRequire(pathToFileURL(start)).resolve(`${name}/package.json`);
      return new URL('.', pathToFileURL(manifest));
    } catch {}
  }
  return undefined;
}
