/**
 * Reads the records of a pax header, `<length> <key>=<value>\n` each, where the length is that of the whole record in
 * bytes (POSIX.1-2001, pax, "pax Extended Header").
 *
 * @returns `undefined` if it is anything else
 */
export function paxValues(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(0x20, start);
    const digits = space - start <= 8 ? decoder.decode(bytes.subarray(start, space)) : '';
    const end = start + Number(digits);
    if (!/^[1-9]\d*$/.test(digits) || end <= space + 1 || end > bytes.length || bytes[end - 1] !== 0x0a) {
      return undefined;
    }
    const record = decoder.decode(bytes.subarray(space + 1, end - 1));
    const equals = record.indexOf('=');
    if (equals < 1) return undefined;
    values.set(record.slice(0, equals), record.slice(equals + 1));
    start = end;
  }
  return values;
}
