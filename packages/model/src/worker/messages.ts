import {
  describeValue,
  FerError,
  type FerErrorCode,
  type ImageSource,
  type RejectedRuntime,
} from '@fer/core';
import type { RecognizedFace } from '../recognize/face-result.ts';

/** What a page tells its worker. Calls are told apart by their numbers. */
export type ToWorker =
  | { readonly type: 'recognize'; readonly call: number; readonly source: ImageSource }
  | { readonly type: 'abort'; readonly call: number };

/** What a worker tells its page: first whether it is ready. */
export type FromWorker =
  | {
      readonly type: 'ready';
      readonly labels: readonly string[];
      readonly runtime: string;
      readonly rejected: readonly RejectedRuntime[];
      readonly minConfidence: number;
    }
  | { readonly type: 'failed'; readonly error: ErrorMessage }
  | { readonly type: 'faces'; readonly call: number; readonly faces: readonly RecognizedFace<string>[] }
  | { readonly type: 'error'; readonly call: number; readonly error: ErrorMessage };

/** An error as it crosses: of a `FerError` all but the cause, of others the message. */
export interface ErrorMessage {
  readonly name: string;
  readonly message: string;
  readonly code?: FerErrorCode;
  readonly details?: Readonly<Record<string, unknown>>;
}

const MARK = '@fer/model';

/** Marks a message, so that both sides may have others. */
export function marked(message: ToWorker | FromWorker): { readonly [MARK]: ToWorker | FromWorker } {
  return { [MARK]: message };
}

/** A message of the other side, or undefined for one that is not ours. */
export function unmarked<Message extends ToWorker | FromWorker>(data: unknown): Message | undefined {
  return typeof data === 'object' && data !== null ? (data as { [MARK]?: Message })[MARK] : undefined;
}

export function errorToMessage(error: unknown): ErrorMessage {
  if (FerError.isInstance(error)) {
    const { name, message, code, details } = error;
    return { name, message, code, details: cloneable(details) };
  }
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: describeValue(error) };
}

export function errorFromMessage({ name, message, code, details }: ErrorMessage): Error {
  if (code !== undefined) return new FerError(code, message, { details: { ...details } });
  return Object.assign(new Error(message), { name });
}

/** Details without those that cannot cross: functions, a page's elements. */
function cloneable(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const crosses = (value: unknown) => {
    try {
      structuredClone(value);
      return true;
    } catch {
      return false;
    }
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => crosses(value)));
}
