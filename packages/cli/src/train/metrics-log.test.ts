import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendMetrics, logMetrics, rewindMetrics } from './metrics-log.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fer-metrics-'));
  file = join(folder, 'metrics.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const epochs = () =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).epoch);

describe('the log of metrics', () => {
  it('has a line of JSON for each epoch', () => {
    const record = { accuracy: 0.5, learningRate: 0.001, improved: true };
    logMetrics(file, { type: 'start', epochs: 2, stepsPerEpoch: 1, parameters: 7 });
    logMetrics(file, { type: 'epoch', epoch: 0, loss: 1, ...record });
    logMetrics(file, { type: 'checkpoint', epoch: 1, step: 0, byteLength: 1 });
    expect(readFileSync(file, 'utf8')).toBe(
      '{"epoch":0,"loss":1,"accuracy":0.5,"learningRate":0.001,"improved":true}\n',
    );
  });

  it('forgets epochs that a resumed training does again', () => {
    for (const epoch of [0, 1, 2, 3]) appendMetrics(file, { epoch });
    const resumedFrom = { epoch: 2, step: 5, previous: false };
    logMetrics(file, { type: 'start', epochs: 9, stepsPerEpoch: 1, parameters: 7, resumedFrom });
    expect(epochs()).toEqual([0, 1]);
  });

  it('forgets a line that a kill cut off', () => {
    appendMetrics(file, { epoch: 0 });
    appendFileSync(file, '{"epoch":1,"lo');
    rewindMetrics(file, 2);
    appendMetrics(file, { epoch: 1 });
    expect(epochs()).toEqual([0, 1]);
  });

  it('starts empty where there is none', () => {
    rewindMetrics(file, 3);
    expect(epochs()).toEqual([]);
  });
});
