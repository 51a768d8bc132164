/**
 * Every way in which a `@fer` package fails, and codes of plugins' own, which begin with `PLUGIN_`. Codes are a promise:
 * they never change their meaning.
 */
export type FerErrorCode =
  | 'FER_INVALID_ARGUMENT'
  | 'FER_DISPOSED'
  | 'FER_IMAGE_INVALID'
  | 'FER_IMAGE_NOT_FOUND'
  | 'FER_IMAGE_DECODE'
  | 'FER_DECODER_MISSING'
  | 'FER_DATA_NOT_FOUND'
  | 'FER_DATA_EMPTY'
  | 'FER_DATA_HEADER'
  | 'FER_DATA_ROW'
  | 'FER_DATA_TRUNCATED'
  | 'FER_DATA_CORRUPT'
  | 'FER_DATA_UNSUPPORTED'
  | 'FER_DATA_SPLIT_MISSING'
  | 'FER_PLUGIN_INVALID'
  | 'FER_PLUGIN_DUPLICATE'
  | 'FER_PLUGIN_FAILED'
  | 'FER_PLUGIN_RESULT'
  | 'FER_PLUGIN_TIMEOUT'
  | 'FER_UNKNOWN_ID'
  | 'FER_RUNTIME_UNAVAILABLE'
  | 'FER_RUNTIME_FAILED'
  | 'FER_GRAPH_INVALID'
  | 'FER_GRAPH_UNSUPPORTED'
  | 'FER_WEIGHTS_NOT_FOUND'
  | 'FER_WEIGHTS_FORMAT'
  | 'FER_WEIGHTS_CORRUPT'
  | 'FER_WEIGHTS_MISMATCH'
  | 'FER_TRAINING_DIVERGED'
  | 'FER_CHECKPOINT_NOT_FOUND'
  | 'FER_CHECKPOINT_CORRUPT'
  | 'FER_CHECKPOINT_MISMATCH'
  | 'FER_OUTPUT_EXISTS'
  | 'FER_OUTPUT_FAILED'
  | 'FER_OUTPUT_BUSY'
  | `PLUGIN_${string}`;

const marker = Symbol.for('@fer/error');

/**
 * The only error that `@fer` packages throw on purpose (besides the reason of an aborted `AbortSignal`).
 *
 * The message names the subject, what was expected, what came, and what to do. `code` is stable; `details` holds
 * the same facts as data (the file, the row, the available ids …).
 */
export class FerError extends Error {
  override readonly name = 'FerError';
  readonly code: FerErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: FerErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether `value` is a `FerError`, also one from another copy of this package (ESM beside CJS, two versions). */
  static isInstance(value: unknown): value is FerError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
