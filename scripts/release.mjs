// `npm run release`: builds all packages once and publishes those whose version is new.
// Each package builds itself before it is packed (`prepack`); at once, and in one folder, they would disturb each other.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

run('turbo/bin/turbo', ['run', 'build', '--filter=./packages/*']);
run('@changesets/cli/bin.js', ['publish'], { npm_config_ignore_scripts: 'true' });

function run(bin, args, env) {
  const { status } = spawnSync(process.execPath, [resolve(root, 'node_modules', bin), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
