/** First bytes of what is taken for a data set by mistake, as Latin-1. */
const SIGNATURES: readonly (readonly [start: string, kind: string])[] = [
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['%PDF', 'a PDF'],
  ['PK\x05\x06', 'an empty zip archive'],
  ['Rar!', 'a RAR archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['\xfd7zXZ', 'an xz archive'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive'],
  ['BZh', 'a bzip2 archive'],
  ['\x89HDF', 'an HDF5 file'],
  ['\xff\xfe', 'text in UTF-16 (save it as UTF-8)'],
  ['\xfe\xff', 'text in UTF-16 (save it as UTF-8)'],
];

/** What a file seems to be; not its bytes, which may be a secret of whoever runs a server. */
export function describeBytes(head: Uint8Array): string {
  const start = String.fromCharCode(...head.subarray(0, 8));
  return SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1] ?? 'something else';
}
