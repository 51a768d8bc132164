/** `Float32Array`, say, or undefined for anything but a typed array. Unlike `instanceof` it sees across realms. */
export function typedArrayName(value: unknown): string | undefined {
  return ArrayBuffer.isView(value) && !isDataView(value)
    ? (value as unknown as { readonly [Symbol.toStringTag]: string })[Symbol.toStringTag]
    : undefined;
}

function isDataView(view: ArrayBufferView): boolean {
  return !('BYTES_PER_ELEMENT' in view);
}
