// `npm start`: builds what is not built, then runs `fer` with the arguments given, or its demo.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const turbo = resolve(root, 'node_modules/turbo/bin/turbo');
const fer = resolve(root, 'packages/cli/bin/fer.js');
const args = process.argv.slice(2);

process.stderr.write('Building the packages (cached after the first time) …\n');
const built = spawnSync(
  process.execPath,
  [turbo, 'run', 'build', '--filter=./packages/*', '--output-logs=errors-only', '--log-order=grouped'],
  { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' },
);
if (built.status !== 0) {
  process.stderr.write(`${built.stdout}${built.stderr}\nThe build failed; its output is above.\n`);
  process.exit(1);
}

// npm changes into the root; paths in the arguments mean the folder where the person stands.
const cwd = process.env.INIT_CWD ?? process.cwd();
const run = spawnSync(process.execPath, [fer, ...(args.length > 0 ? args : ['demo'])], {
  cwd,
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
