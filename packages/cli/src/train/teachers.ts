import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { FerError, type Plugin } from '@fer/core';
import type { Weights } from '@fer/model';
import { UsageError } from '../errors/usage-error.ts';

/** A teacher as the record of a training names it: paths mean nothing elsewhere. */
export interface TeacherRecord {
  /** Its id. */
  readonly architecture: string;
  /** The `tensorsDigest` of its weights. */
  readonly sha256: string;
}

/** Weights that a network learns from. */
export interface Teacher {
  /** As it was named. */
  readonly reference: string;
  readonly weights: Weights;
  readonly record: TeacherRecord;
}

/** The path of a folder that is there, made absolute; a URL or an id as it is. */
export function resolveTeacher(reference: string, cwd: string): string {
  const path = resolve(cwd, reference);
  return existsSync(path) ? path : reference;
}

/** The teachers of a training that is to be repeated, none if it had none, and the file that says so. */
export interface RecordedTeachers {
  readonly file: string;
  readonly teachers: readonly TeacherRecord[];
}

/**
 * Loads what `--teacher` names.
 *
 * @param labels of the network that is to learn
 * @throws FerError `FER_INVALID_ARGUMENT` for a teacher of other labels; whatever `loadWeights` throws
 */
export async function loadTeachers(
  references: readonly string[],
  labels: readonly string[],
  { plugins, signal }: { readonly plugins: readonly Plugin[]; readonly signal: AbortSignal },
): Promise<Teacher[]> {
  if (references.length === 0) return [];
  const [{ loadWeights }, { tensorsDigest }] = await Promise.all([
    import('@fer/model'),
    import('@fer/train'),
  ]);
  const teachers: Teacher[] = [];
  for (const reference of references) {
    const weights = await loadWeights(reference, { plugins, signal });
    assertSameLabels(weights.labels, labels, reference);
    const sha256 = await tensorsDigest(weights.tensors);
    teachers.push({ reference, weights, record: { architecture: weights.architecture.id, sha256 } });
  }
  return teachers;
}

/**
 * Checks that there are as many teachers as a training had that is to be repeated.
 *
 * @param given what `--teacher` named
 * @throws UsageError
 */
export function assertAllTeachers(
  { teachers: expected, file }: RecordedTeachers,
  given: readonly string[] = [],
): void {
  if (expected.length === 0) return;
  if (given.length === expected.length) return;
  const names = expected.map(({ architecture, sha256 }) => `${architecture} ${sha256.slice(0, 12)}…`);
  throw new UsageError(
    `The training of ${file} learned from ${expected.length} networks (${names.join(', ')}), and ${given.length} are given. ` +
      'Name their weights, in this order: --teacher <weights...>',
  );
}

/**
 * Checks that teachers are those that a training had which is to be repeated.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` naming the first that is another
 */
export function assertSameTeachers(
  { teachers: expected, file }: RecordedTeachers,
  teachers: readonly Teacher[],
): void {
  for (const [at, { architecture, sha256 }] of expected.entries()) {
    const { record, reference } = teachers[at]!;
    if (record.sha256 === sha256) continue;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `--teacher ${reference} is ${record.architecture} with the SHA-256 ${record.sha256}, but network ${at + 1} that the ` +
        `training of ${file} learned from was ${architecture} with ${sha256}. Give that one, or leave --config out.`,
      { details: { teacher: reference, expected: sha256, received: record.sha256 } },
    );
  }
}

function assertSameLabels(received: readonly string[], expected: readonly string[], reference: string): void {
  if (received.length === expected.length && received.every((label, at) => label === expected[at])) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `--teacher ${reference} names ${received.join(', ')}, but the network that is to learn from it names ` +
      `${expected.join(', ')}. Give a teacher that was trained with the same --targets.`,
    { details: { teacher: reference, expected, received } },
  );
}
