/** Bytes looked at. */
const HEAD = 256;

/**
 * What came instead of a file of weights, if it is one of the usual mix-ups, and what to do about it.
 *
 * @returns a sentence for people, or undefined
 */
export function foreignContent(bytes: Uint8Array): string | undefined {
  // RFC 1952, 2.3.1: the magic number and the only compression method.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) {
    return 'What came is compressed with gzip: unpack the file, or have the server send `Content-Encoding: gzip` with it.';
  }
  // A development server answers any address with its page.
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  if (/^[^!-~]*<(!doctype|html|head|body|\?xml)/i.test(head)) {
    return 'What came looks like a web page: check that the server gives out the weights directory.';
  }
  return undefined;
}
