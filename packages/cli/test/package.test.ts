import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import packageJson from '../package.json';

const bin = fileURLToPath(new URL(`../${packageJson.bin.fer}`, import.meta.url));

it('brings a command as npm wants it: no ./, a shebang, executable', () => {
  expect(packageJson.bin.fer).toBe('bin/fer.js');
  expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  if (process.platform !== 'win32') expect(statSync(bin).mode & 0o111).toBe(0o111);
});

it('says which Node it needs where an older one runs it', () => {
  const [, oldest] = /^>=(\d+\.\d+)$/.exec(packageJson.engines.node)!;
  expect(readFileSync(bin, 'utf8')).toContain(`[${oldest!.replace('.', ', ')}]`);
});
