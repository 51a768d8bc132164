import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { RunReport, RunRequest } from './protocol.ts';

/**
 * Runs the suite in a Node process of its own.
 *
 * @param bundle what `bundleSuite('node')` wrote; the report is written beside it
 */
export async function runInNode(bundle: string, request: RunRequest): Promise<RunReport> {
  const { backend, simd, threads } = request.subject;
  const reportFile = `${bundle}.${backend}-${simd}-${threads}.json`;
  await promisify(execFile)(process.execPath, [bundle, JSON.stringify(request), reportFile], {
    timeout: 120_000,
  });
  return JSON.parse(await readFile(reportFile, 'utf8')) as RunReport;
}
