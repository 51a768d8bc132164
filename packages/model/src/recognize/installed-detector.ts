// What no page needs: bundlers for browsers leave it out (`browser` in package.json).
import type { Plugin } from '@fer/core';

/** In a variable, so that no bundler looks for what need not be there. */
const PACKAGE = '@fer/detector-blazeface';

/**
 * The plugin `@fer/detector-blazeface`, where it is installed. Node only.
 *
 * @throws whatever it throws while it is loaded, but for not being there
 */
export async function installedDetectorPlugin(): Promise<Plugin | undefined> {
  try {
    const { plugin } = await import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE);
    return plugin;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Whether it is that package which is missing, and not one that it needs. */
function isAbsent(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  // The latter is what Yarn's Plug'n'Play says.
  return /MODULE_NOT_FOUND$|^UNDECLARED_DEPENDENCY$/.test(code ?? '') && message.includes(PACKAGE);
}
