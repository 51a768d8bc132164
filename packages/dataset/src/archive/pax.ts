/**
 * Reads the records of a pax header, `<length> <key>=<value>\n` each, where the length is that of the whole record in
 * bytes (POSIX.1-2001, pax, "pax Extended Header").
 */
export function paxValues(bytes: Uint8Array): Record<string, string> {
  const values: Record<string, string> = {};
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(0x20, start);
    const length = Number(new TextDecoder().decode(bytes.subarray(start, space)));
    if (space < 0 || !(length > space - start)) break;
    const record = new TextDecoder().decode(bytes.subarray(space + 1, start + length - 1));
    const equals = record.indexOf('=');
    values[record.slice(0, equals)] = record.slice(equals + 1);
    start += length;
  }
  return values;
}
