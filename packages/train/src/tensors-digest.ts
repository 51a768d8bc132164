import { type NamedTensor, sha256 } from '@fer/core';

/** SHA-256 of named tensors, whatever their order, in hexadecimal. */
export async function tensorsDigest(tensors: ReadonlyMap<string, NamedTensor>): Promise<string> {
  const lines: string[] = [];
  for (const [name, { shape, data }] of tensors) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    lines.push(`${name} [${shape}] ${await sha256(bytes)}`);
  }
  return sha256(new TextEncoder().encode(lines.sort().join('\n')));
}
