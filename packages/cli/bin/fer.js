#!/usr/bin/env node
import { existsSync } from 'node:fs';

const OLDEST = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);
const entry = new URL('../dist/index.js', import.meta.url);

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(`fer needs Node ${OLDEST.join('.')} or later; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else if (existsSync(entry)) {
  const { run } = await import(entry.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write('fer is not built yet: run `npm run build` in the root of the repository.\n');
  process.exitCode = 1;
}
