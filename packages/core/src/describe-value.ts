const LONGEST_TEXT = 60;

/** A value as a message shows what came: `'Skip'`, `3`, `null`, `an array`, `an object`, `a function`. Never throws. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value}'`;
  }
  if (isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    // A proxy that was revoked.
    return false;
  }
}
