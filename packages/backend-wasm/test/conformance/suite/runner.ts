import './boot.ts';
import './tfjs-tests.ts';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  enableRelaxedSimd,
  registerWasmBackend,
  wasmBackendThreads,
  wasmKernelCalls,
} from '../../../src/index.ts';
import type { RunReport, RunRequest, SpecResult } from '../protocol.ts';
import { environmentName, jasmineEnv } from './boot.ts';

/** Runs every loaded test that asks for a backend, in order. Once in a process or page. */
export async function runConformance(request: RunRequest): Promise<RunReport> {
  await start(request);
  const specs: SpecResult[] = [];
  const skipped: string[] = [];
  const troubles: string[] = [];
  const seen = new Map<string, number>();

  const shortName = (fullName: string) => fullName.replace(` ${environmentName} {}`, '');
  const isOnBackend = (fullName: string) => fullName.includes(` ${environmentName} {}`);
  const isSkipped = (fullName: string) => request.skip.includes(shortName(fullName));
  jasmineEnv.configure({
    random: false,
    specFilter: (spec) => isOnBackend(spec.getFullName()) && !isSkipped(spec.getFullName()),
  });
  jasmineEnv.addReporter({
    specDone({ fullName, status, failedExpectations }) {
      if (status === 'excluded' && isSkipped(fullName)) skipped.push(shortName(fullName));
      if (status !== 'passed' && status !== 'failed') return;
      const count = (seen.get(fullName) ?? 0) + 1;
      seen.set(fullName, count);
      specs.push({
        name: count === 1 ? shortName(fullName) : `${shortName(fullName)} #${count}`,
        passed: status === 'passed',
        message: failedExpectations[0]?.message.slice(0, 300) ?? '',
      });
    },
    suiteDone({ fullName, failedExpectations }) {
      for (const { message } of failedExpectations) troubles.push(`${fullName}: ${message}`);
    },
    jasmineDone({ failedExpectations }) {
      for (const { message } of failedExpectations) troubles.push(message);
    },
  });
  await jasmineEnv.execute();

  return {
    specs,
    skipped,
    troubles,
    calls: wasmKernelCalls(),
    isolated: globalThis.crossOriginIsolated === true,
  };
}

async function start({ subject, binaries }: RunRequest): Promise<void> {
  const { backend, simd, threads } = subject;
  if (backend === 'stock') {
    // Its threaded build starts its workers from its own source text, which does not survive a bundler.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths(binaries);
    await tf.setBackend('wasm');
    return;
  }
  if (simd === 'relaxed' && !(await enableRelaxedSimd())) throw new Error('This engine has no relaxed SIMD.');
  const file = `fer-training${simd === 'relaxed' ? '-relaxed' : ''}${threads > 1 ? '-threads' : ''}.wasm`;
  await registerWasmBackend({ wasmUrl: `${binaries}${file}`, tfjsWasmPaths: binaries, threads });
  if (wasmBackendThreads() !== threads)
    throw new Error(`${wasmBackendThreads()} threads run, not ${threads}.`);
}
