/**
 * Where Node finds a file of this package from the running script, or from the working directory: bundled code has no
 * files beside it. Under pnpm only `@fer/model` sees this package.
 *
 * @returns undefined if it is not installed there
 */
export function installedFile(fileName: string): URL | undefined {
  const { createRequire } = process.getBuiltinModule('node:module');
  const { dirname, join } = process.getBuiltinModule('node:path');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  for (const from of [() => process.argv[1], () => join(process.cwd(), 'package.json')]) {
    for (const via of [[], ['@fer/model']]) {
      try {
        let path = from()!;
        for (const name of [...via, '@fer/backend-wasm']) {
          path = createRequire(path).resolve(`${name}/package.json`);
        }
        return pathToFileURL(join(dirname(path), 'build', fileName));
      } catch {
        // Not there: the next place.
      }
    }
  }
  return undefined;
}
