/** How one class fared. */
export interface ClassMetrics {
  readonly label: string;
  /** How many images are of this class. */
  readonly support: number;
  /** Of the images that were called this, the part that are; 0 if none was. */
  readonly precision: number;
  /** Of the images that are this, the part that was called so; 0 if there are none. */
  readonly recall: number;
  /** Harmonic mean of precision and recall; 0 if both are. */
  readonly f1: number;
}

/**
 * Counts what was taken for what.
 *
 * @param actual,predicted class indices, of equal length
 * @returns `[classes][classes]`; rows are the actual classes, columns the predicted ones
 */
export function confusionMatrix(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < actual.length; i++) matrix[actual[i]!]![predicted[i]!]!++;
  return matrix;
}

/** Per class, in the order of `labels`. Undefined quotients count as 0, as scikit-learn's `zero_division=0`. */
export function classMetrics(
  matrix: readonly (readonly number[])[],
  labels: readonly string[],
): ClassMetrics[] {
  return labels.map((label, i) => {
    const hits = matrix[i]![i]!;
    const support = sum(matrix[i]!);
    const called = sum(matrix.map((row) => row[i]!));
    return {
      label,
      support,
      precision: quotient(hits, called),
      recall: quotient(hits, support),
      f1: quotient(2 * hits, support + called),
    };
  });
}

/** The part that was called right. */
export function accuracy(matrix: readonly (readonly number[])[]): number {
  return quotient(sum(matrix.map((row, i) => row[i]!)), sum(matrix.map(sum)));
}

/** The mean recall of the classes that there are images of (Brodersen et al. 2010). */
export function balancedAccuracy(perClass: readonly ClassMetrics[]): number {
  const present = perClass.filter(({ support }) => support > 0);
  return quotient(sum(present.map(({ recall }) => recall)), present.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function quotient(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
