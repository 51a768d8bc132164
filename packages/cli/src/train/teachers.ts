import { FerError, type Plugin } from '@fer/core';
import { UsageError } from '../errors/usage-error.ts';
import {
  assertSameWeights,
  loadRecordedWeights,
  type RecordedWeights,
  type WeightsRecord,
} from './recorded-weights.ts';

/** Weights that a network learns from. */
export type Teacher = RecordedWeights;

/** The teachers of a training that is to be repeated, none if it had none, and the file that says so. */
export interface RecordedTeachers {
  readonly file: string;
  readonly teachers: readonly WeightsRecord[];
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
  const teachers: Teacher[] = [];
  for (const reference of references) {
    const teacher = await loadRecordedWeights(reference, { plugins, signal });
    assertSameLabels(teacher.weights.labels, labels, reference);
    teachers.push(teacher);
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
  for (const [at, record] of expected.entries()) {
    const role = `network ${at + 1} that the training of ${file} learned from`;
    assertSameWeights(teachers[at]!, record, '--teacher', role);
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
