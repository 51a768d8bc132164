import { FerError, isNode } from '@fer/core';

/** @throws TypeError if the bytes are not UTF-8; FerError `FER_RUNTIME_UNAVAILABLE` if nothing here decodes it */
export function decodeUtf8(bytes: Uint8Array): string {
  return new (platformClass('TextDecoder'))('utf-8', { fatal: true }).decode(bytes);
}

/** @throws FerError `FER_RUNTIME_UNAVAILABLE` if nothing here encodes it */
export function encodeUtf8(text: string): Uint8Array {
  return new (platformClass('TextEncoder'))().encode(text);
}

/** Jest's jsdom hides these two, but Node below it has them. */
function platformClass<Name extends 'TextDecoder' | 'TextEncoder'>(name: Name): (typeof globalThis)[Name] {
  const found = globalThis[name] ?? (isNode() ? process.getBuiltinModule('node:util')[name] : undefined);
  if (found !== undefined) return found as (typeof globalThis)[Name];
  throw new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `This environment has no \`${name}\`, which weights need. In a test on jsdom, set \`globalThis.${name}\` from \`node:util\` or use the environment \`node\`.`,
    { details: { missing: name } },
  );
}
