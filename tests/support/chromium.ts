import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Where Chromium is: `CHROMIUM_PATH` (a path or a command), or the usual commands; undefined if it is not here. */
export const chromiumPath: string | undefined = (
  process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : ['chromium', 'chromium-browser', 'google-chrome']
)
  .flatMap((command) => [
    command,
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, command)),
  ])
  .find((path) => path.includes('/') && existsSync(path));

/** The switches of a headless Chromium that calls nobody. */
export const chromiumSwitches: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium that calls nobody.
 *
 * @param extraArgs further command-line switches
 */
export function launchChromium(extraArgs: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumSwitches, ...extraArgs],
  });
}
