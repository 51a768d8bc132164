// `npm test`: lint, types, build, the tests of every workspace, then those of the packages as published. With FER2013
// at hand, what reads it runs once more without (`FER_DATA=none`): most machines have no such data.
// With `--embedding` also as strangers embed the packages in their tools, which takes a quarter of an hour more.
// Ends with the line `N passed, N failed, N skipped` and a non-zero status if anything failed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => resolve(root, 'node_modules', path);
const turbo = [bin('turbo/bin/turbo'), 'run', '--output-logs=new-only', '--log-order=grouped', '--continue'];

// Cached results are those of runs with the same data and the same Node: both are part of turbo's key.
const data = process.env.FER_DATA ?? resolve(root, '../shared/data');
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TEST_NODE_VERSION: process.version };
const hasData = existsSync(data);
if (hasData) env.FER_DATA = data;
else process.stdout.write('FER2013 is not here (FER_DATA): tests on real data are left out.\n');

const workspaces = ['packages', 'examples']
  .flatMap((group) => readdirSync(resolve(root, group)).map((name) => resolve(root, group, name)))
  .filter((folder) => existsSync(resolve(folder, 'package.json')))
  .map((folder) => ({
    folder,
    scripts: JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')).scripts ?? {},
  }));
const reports = workspaces.filter((w) => w.scripts.test).map((w) => resolve(w.folder, 'reports/vitest.json'));
const stages = [{ name: 'packages', folder: 'tests' }];
if (process.argv.includes('--embedding')) stages.push({ name: 'embedding', folder: 'tests/embedding' });
reports.push(...stages.map(({ folder }) => resolve(root, folder, 'reports/vitest.json')));
const withoutData = workspaces
  .map(({ folder }) => ({ folder, files: testsOnData(folder) }))
  .filter(({ files }) => hasData && files.length > 0)
  .map((workspace) => ({ ...workspace, report: resolve(workspace.folder, 'reports/without-data.json') }));
reports.push(...withoutData.map(({ report }) => report));
for (const report of reports) rmSync(report, { force: true });

const failures = [];
step('lint', [bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.']);
step('build', [...turbo, 'build']);
step('types', [...turbo, 'types']);
step('types of scripts, benches and tests', [bin('typescript/bin/tsc'), '-p', '.']);
step('test', [...turbo, '--concurrency=2', 'test']);
for (const { folder, files, report } of withoutData) {
  const args = [bin('vitest/vitest.mjs'), 'run', '--root', folder, ...files];
  const without = { ...env, FER_DATA: 'none', TEST_REPORT: report };
  step(`test without the data: ${relative(root, folder)}`, args, without);
}
for (const { name, folder } of stages) step(name, [bin('vitest/vitest.mjs'), 'run', '--root', folder]);

const count = { passed: 0, failed: 0, skipped: 0 };
for (const report of reports) {
  if (!existsSync(report)) {
    failures.push(`no test report: ${report}`);
    continue;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  count.passed += result.numPassedTests;
  count.failed += result.numFailedTests;
  count.skipped += result.numPendingTests + result.numTodoTests;
}
for (const failure of failures) process.stdout.write(`FAILED: ${failure}\n`);
if (failures.length > 0 && count.failed === 0) count.failed = failures.length;
process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
process.exit(count.failed > 0 ? 1 : 0);

function testsOnData(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .filter((file) => readFileSync(resolve(folder, file), 'utf8').includes('process.env.FER_DATA'));
}

function step(name, args, stepEnv = env) {
  process.stdout.write(`\n== ${name}\n`);
  const started = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, env: stepEnv, stdio: 'inherit' });
  process.stdout.write(
    `== ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - started) / 1000)} s\n`,
  );
  if (status !== 0) failures.push(name);
}
