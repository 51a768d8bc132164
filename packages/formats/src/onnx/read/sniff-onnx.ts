/** Highest version of the file format that may ever be; it was 14 in 2026. */
const MOST_IR_VERSION = 64;
/** Fields of a `ModelProto` that may follow `ir_version`, with their wire types: producer … graph, opset_import. */
const NEXT_TAGS: readonly number[] = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42];

/** Whether a file that begins so may be ONNX: `ir_version`, which every writer puts first, and a field of a model. */
export function sniffOnnx(head: Uint8Array): boolean {
  const [tag, version, next] = head;
  return tag === 0x08 && version! >= 1 && version! <= MOST_IR_VERSION && NEXT_TAGS.includes(next!);
}
