import { packageFolder } from '@fer/core';

/**
 * Where Node finds a file of this package from the running script, or from the working directory: bundled code has no
 * files beside it. Under pnpm only `@fer/model` sees this package.
 *
 * @returns undefined if it is not installed there
 */
export function installedFile(fileName: string): URL | undefined {
  const folder = packageFolder('@fer/backend-wasm') ?? packageFolder('@fer/model', '@fer/backend-wasm');
  return folder && new URL(`build/${fileName}`, folder);
}
