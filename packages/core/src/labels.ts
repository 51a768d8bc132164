/** No control characters, which a terminal would obey, no half characters, not too long. */
const LABEL = /^[^\p{Cc}\p{Cs}]{1,256}$/u;

/** What is wrong with one of the names of classes. */
export interface BadLabel {
  readonly index: number;
  /** Goes on from its name: `must be …`. */
  readonly problem: string;
}

/**
 * Looks for a name that no class may have: labels are texts of 1 to 256 characters, none of them a control character, and
 * each is there once. Any language will do.
 *
 * @returns the first, or `undefined` if all are good
 */
export function findBadLabel(labels: readonly unknown[]): BadLabel | undefined {
  const seen = new Set<unknown>();
  for (const [index, label] of labels.entries()) {
    if (typeof label !== 'string' || !LABEL.test(label)) {
      return { index, problem: 'must be a text of 1 to 256 characters, none a control character' };
    }
    // As a key of `scores` it would be another prototype.
    if (label === '__proto__') return { index, problem: 'must not be `__proto__`' };
    if (seen.has(label)) return { index, problem: 'must not be there twice' };
    seen.add(label);
  }
  return undefined;
}
