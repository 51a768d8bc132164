import { unzipSync } from 'fflate';
import { damaged } from './failures.ts';

/** Whether bytes are a zip: APPNOTE 4.3.7, a local file header. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Unpacks the members that are asked for, those that are there.
 *
 * @param maxBytes of all of them together, unpacked
 * @throws FerError `FER_WEIGHTS_CORRUPT`
 */
export function unzip(
  bytes: Uint8Array,
  subject: string,
  members: readonly string[],
  maxBytes: number,
): Map<string, Uint8Array> {
  let left = maxBytes;
  let tooLarge = false;
  try {
    const unpacked = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (!members.includes(name)) return false;
        // What is stored takes its packed size; a bomb is refused before it goes off.
        left -= Math.max(size, originalSize);
        tooLarge ||= !(left >= 0);
        return !tooLarge;
      },
    });
    if (!tooLarge) return new Map(Object.entries(unpacked));
  } catch (cause) {
    throw damaged(subject, `cannot be unpacked: ${(cause as Error).message}. Save or fetch it again.`, cause);
  }
  throw damaged(subject, `holds more than ${maxBytes} bytes unpacked.`);
}
