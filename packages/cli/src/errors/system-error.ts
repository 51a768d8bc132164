/** What the operating system refused. */
export interface SystemError {
  /** `ENOSPC`, `EACCES`, …; `ENOMEM` also for what the engine says of memory. */
  readonly code: string;
  /** In the system's words: `no space left on device`. */
  readonly problem: string;
  /** The file that it is about, if the system tells. */
  readonly path?: string;
}

/** Longer chains of causes are nobody's honest work. */
const CAUSES_LOOKED_AT = 8;

/** What the system refused, if that is what an error or one of its causes tells of. */
export function findSystemError(error: unknown): SystemError | undefined {
  let cause = error;
  for (let depth = 0; depth < CAUSES_LOOKED_AT && cause instanceof Error; depth++) {
    const found = asSystemError(cause);
    if (found !== undefined) return found;
    cause = cause.cause;
  }
  return undefined;
}

function asSystemError(error: NodeJS.ErrnoException): SystemError | undefined {
  const { code, path, syscall, message, name } = error;
  if (typeof code === 'string' && typeof syscall === 'string' && /^E[A-Z\d]+$/.test(code)) {
    if (syscall === 'uv_cwd') return { code, problem: 'the folder that you are in was removed' };
    return { code, path, problem: problemIn(message, code) };
  }
  // V8 has no code for it: `Array buffer allocation failed`, `WebAssembly.Memory(): could not allocate memory`.
  if (name === 'RangeError' && /allocat|out of memory/i.test(message)) {
    return { code: 'ENOMEM', problem: 'there is not enough memory' };
  }
  // Deno, about a permission that it was not given.
  if (name === 'NotCapable') return { code: name, problem: message };
  return undefined;
}

/** Of `ENOSPC: no space left on device, write` the middle; of `getaddrinfo ENOTFOUND host` all. */
function problemIn(message: string, code: string): string {
  const prefix = `${code}: `;
  if (!message.startsWith(prefix)) return message;
  const end = message.indexOf(', ');
  return end < 0 ? message.slice(prefix.length) : message.slice(prefix.length, end);
}
