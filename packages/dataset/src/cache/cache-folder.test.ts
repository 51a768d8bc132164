import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { defaultCacheFolder } from './cache-folder.ts';

const platform = process.platform;
afterEach(() => {
  vi.unstubAllEnvs();
  Object.defineProperty(process, 'platform', { value: platform });
});

it.each([
  ['linux', { XDG_CACHE_HOME: '/xdg' }, '/xdg/fer/datasets'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, join(homedir(), '.cache/fer/datasets')],
  ['linux', { XDG_CACHE_HOME: undefined }, join(homedir(), '.cache/fer/datasets')],
  ['darwin', { XDG_CACHE_HOME: '/xdg' }, join(homedir(), 'Library/Caches/fer/datasets')],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/fer/Cache/datasets'],
  ['win32', { LOCALAPPDATA: '' }, join(homedir(), 'AppData/Local/fer/Cache/datasets')],
])('on %s with %o data sets are kept in %s', (system, environment, folder) => {
  Object.defineProperty(process, 'platform', { value: system });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  expect(defaultCacheFolder()).toBe(folder);
});
