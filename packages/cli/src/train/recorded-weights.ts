import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { FerError, type Plugin } from '@fer/core';
import type { Weights } from '@fer/model';
import { UsageError } from '../errors/usage-error.ts';

/** Weights as the record of a training names them: paths mean nothing elsewhere. */
export interface WeightsRecord {
  /** Its id. */
  readonly architecture: string;
  /** The `tensorsDigest` of the weights. */
  readonly sha256: string;
}

/** Weights that a training uses, and what to call them in its record. */
export interface RecordedWeights {
  /** As they were named. */
  readonly reference: string;
  readonly weights: Weights;
  readonly record: WeightsRecord;
}

/** Whether a value of a file is a record of weights. */
export function isWeightsRecord(value: unknown): value is WeightsRecord {
  const { architecture, sha256 } = (value ?? {}) as Partial<WeightsRecord>;
  return typeof architecture === 'string' && /^[0-9a-f]{64}$/.test(String(sha256));
}

/** The path of a folder that is there, made absolute; a URL or an id as it is. */
export function resolveWeights(reference: string, cwd: string): string {
  const path = resolve(cwd, reference);
  return existsSync(path) ? path : reference;
}

/** @throws FerError whatever `loadWeights` throws */
export async function loadRecordedWeights(
  reference: string,
  { plugins, signal }: { readonly plugins: readonly Plugin[]; readonly signal: AbortSignal },
): Promise<RecordedWeights> {
  const [{ loadWeights }, { tensorsDigest }] = await Promise.all([
    import('@fer/model'),
    import('@fer/train'),
  ]);
  const weights = await loadWeights(reference, { plugins, signal });
  const sha256 = await tensorsDigest(weights.tensors);
  return { reference, weights, record: { architecture: weights.architecture.id, sha256 } };
}

/**
 * Checks that weights are those that a training had which is to be repeated.
 *
 * @param flag what named them: `--from`
 * @param role what they were to it: `what the training of run.json went on from`
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function assertSameWeights(
  { record, reference }: RecordedWeights,
  { architecture, sha256 }: WeightsRecord,
  flag: string,
  role: string,
): void {
  if (record.sha256 === sha256) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${flag} ${reference} is ${record.architecture} with the SHA-256 ${record.sha256}, but ${role} was ${architecture} with ${sha256}. Give that one, or leave --config out.`,
    { details: { reference, expected: sha256, received: record.sha256 } },
  );
}

/** @throws UsageError if a training that is to be repeated went on from weights and none are given */
export function assertFromGiven(file: string, record: WeightsRecord | undefined, given: unknown): void {
  if (record === undefined || given !== undefined) return;
  throw new UsageError(
    `The training of ${file} went on from ${record.architecture} ${record.sha256.slice(0, 12)}…. Name these weights: --from <weights>`,
  );
}
