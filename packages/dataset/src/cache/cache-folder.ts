/**
 * The folder that data sets are kept in unless told otherwise, by the custom of each system: `~/.cache/fer/datasets`
 * on Linux (XDG Base Directory Specification), `~/Library/Caches/fer/datasets` on macOS,
 * `%LOCALAPPDATA%\fer\Cache\datasets` on Windows. Node only.
 *
 * @returns `false` where the user has no home
 */
export function defaultCacheFolder(): string | false {
  const { homedir } = process.getBuiltinModule('node:os');
  const { isAbsolute, join } = process.getBuiltinModule('node:path');
  try {
    if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'fer', 'datasets');
    if (process.platform === 'win32') {
      return join(
        process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'),
        'fer',
        'Cache',
        'datasets',
      );
    }
    const { XDG_CACHE_HOME = '' } = process.env;
    // The specification has relative paths passed over.
    return join(isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'fer', 'datasets');
  } catch {
    return false;
  }
}
