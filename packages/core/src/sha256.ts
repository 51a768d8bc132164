/** @returns 64 lower-case hexadecimal digits */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // Pages that did not come over HTTPS have no `crypto.subtle`.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    const { sha256InScript } = await import('./sha256-in-script.ts');
    return toHex(sha256InScript(bytes));
  }
  // It takes no bytes that other threads may change, and none that may shrink.
  const { buffer } = bytes;
  const isFixed = buffer.constructor.name === 'ArrayBuffer' && !(buffer as { resizable?: boolean }).resizable;
  const digest = await subtle.digest('SHA-256', (isFixed ? bytes : bytes.slice()) as Uint8Array<ArrayBuffer>);
  return toHex(new Uint8Array(digest));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
