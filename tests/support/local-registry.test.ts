import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalRegistry, startLocalRegistry } from './local-registry.ts';

const work = mkdtempSync(join(tmpdir(), 'fer-registry-'));
const consumer = join(work, 'consumer');
let registry: LocalRegistry;

/** Not `spawnSync`: the registry answers from this process. */
function npm(folder: string, ...args: string[]): Promise<{ status: number | null; output: string }> {
  const token = `--//${new URL(registry.url).host}/:_authToken=any`;
  const child = spawn('npm', [...args, '--registry', registry.url, token, '--no-audit', '--no-fund'], {
    cwd: folder,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}

function makePackage(name: string, version: string, content: string): string {
  const folder = mkdtempSync(join(work, 'package-'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name, version, dependencies: { ms: '2.1.3' } }),
  );
  writeFileSync(join(folder, 'index.js'), content);
  return folder;
}

beforeAll(async () => {
  registry = await startLocalRegistry({ publish: [makePackage('@fer/one', '1.2.3', '"one"')] });
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true }');
});

afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

describe('the local registry', () => {
  it('gives what it began with, and the rest from elsewhere', async () => {
    const { status, output } = await npm(consumer, 'install', '@fer/one');
    expect(status, output).toBe(0);
    expect(readFileSync(join(consumer, 'node_modules/@fer/one/index.js'), 'utf8')).toBe('"one"');
    expect(existsSync(join(consumer, 'node_modules/ms/package.json'))).toBe(true);
  });

  it('takes what `npm publish` brings, once', async () => {
    const folder = makePackage('@fer/two', '0.1.0', '"two"');
    const first = await npm(folder, 'publish', '--access', 'public');
    expect(first.status, first.output).toBe(0);
    expect(registry.published()).toEqual(['@fer/one@1.2.3', '@fer/two@0.1.0']);

    const { status, output } = await npm(consumer, 'install', '@fer/two@0.1.0');
    expect(status, output).toBe(0);
    expect(readFileSync(join(consumer, 'node_modules/@fer/two/index.js'), 'utf8')).toBe('"two"');

    const again = await npm(folder, 'publish', '--access', 'public');
    expect(again.status).not.toBe(0);
    expect(again.output).toMatch(/cannot publish over the previously published version/);
  });

  it('asks nobody else for a package of ours', async () => {
    const { status, output } = await npm(consumer, 'view', '@fer/three');
    expect(status).not.toBe(0);
    expect(output).toMatch(/E404/);
  });
});
