import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findBinary, findPackage } from './find-binary.ts';

const folder = mkdtempSync(join(tmpdir(), 'fer-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const target of ['linux/x64', 'darwin/arm64']) {
  mkdirSync(join(folder, 'bin/napi-v6', target), { recursive: true });
  writeFileSync(join(folder, 'bin/napi-v6', target, 'onnxruntime_binding.node'), '');
}
mkdirSync(join(folder, 'bin/napi-v6/win32/x64'), { recursive: true });

it('finds the library of this platform in what is installed', () => {
  const { platform, arch } = process;
  expect(findBinary({ folder: findPackage(), platform, arch })).toEqual({ supported: true });
});

it('looks for the file itself', () => {
  expect(findBinary({ folder, platform: 'linux', arch: 'x64' })).toEqual({ supported: true });
  expect(findBinary({ folder, platform: 'darwin', arch: 'arm64' })).toEqual({ supported: true });
});

it.each([
  ['darwin', 'x64'],
  ['win32', 'x64'],
  ['linux', 'riscv64'],
])('names what there is where %s-%s is not among it', (platform, arch) => {
  expect(findBinary({ folder, platform, arch })).toEqual({
    supported: false,
    reason: `onnxruntime-node has no native library for ${platform}-${arch} (it has darwin-arm64, linux-x64); use the wasm runtime.`,
  });
});

it('does not advise to install what cannot be', () => {
  expect(findBinary({ folder: undefined, platform: 'freebsd', arch: 'x64' })).toEqual({
    supported: false,
    reason: 'onnxruntime-node cannot be installed on freebsd-x64; use the wasm runtime.',
  });
});

it('says how to install what is missing', () => {
  expect(findBinary({ folder: undefined, platform: 'linux', arch: 'x64' })).toMatchObject({
    supported: false,
    reason: expect.stringContaining('ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node'),
  });
  expect(findBinary({ folder: join(folder, 'empty'), platform: 'linux', arch: 'x64' })).toMatchObject({
    supported: false,
    reason: expect.stringContaining('(it has none)'),
  });
});
