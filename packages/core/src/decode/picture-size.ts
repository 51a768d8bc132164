import { pictureKind } from './picture-kind.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the size of a picture from the header of its file, before anybody decodes it; as it is stored, so width and
 * height may be exchanged. Decoders refuse pictures that do not keep what their headers say.
 *
 * @returns undefined for a kind that is not known or a header that is cut short or malformed
 */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const read = readers[pictureKind(bytes) as keyof typeof readers];
  try {
    return read?.(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    // A RangeError: what stands there points beyond the end of the file.
    return undefined;
  }
}

const readers = { PNG: png, JPEG: jpeg, GIF: gif, WebP: webp, BMP: bmp, AVIF: isoMedia, HEIC: isoMedia };

/** PNG (third edition) §11.2.1: IHDR comes first. */
function png(view: DataView): PictureSize | undefined {
  return hasTag(view, 12, 'IHDR') ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined;
}

/** ITU-T T.81 annex B: segments up to the frame header. What is no marker is passed over, as libjpeg does. */
function jpeg(view: DataView): PictureSize | undefined {
  for (let at = 2; ; ) {
    while (view.getUint8(at) !== 0xff) at++;
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    const isTable = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
    if (marker >= 0xc0 && marker <= 0xcf && !isTable) {
      return { width: view.getUint16(at + 5), height: view.getUint16(at + 3) };
    }
    if (marker === 0xd9 || marker === 0xda) return undefined;
    const isAlone = marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (!isAlone) at += view.getUint16(at);
  }
}

/** GIF89a §18–20: the screen, or the first frame where that is larger. */
function gif(view: DataView): PictureSize | undefined {
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) !== 0) at += view.getUint8(at) + 1;
    at++;
  }
  if (view.getUint8(at) !== 0x2c) return undefined;
  const u16 = (offset: number) => view.getUint16(offset, true);
  return {
    width: Math.max(u16(6), u16(at + 1) + u16(at + 5)),
    height: Math.max(u16(8), u16(at + 3) + u16(at + 7)),
  };
}

/** RFC 9649 §2.5–2.7 and RFC 6386 §9.1: lossy, lossless, extended. */
function webp(view: DataView): PictureSize | undefined {
  if (hasTag(view, 12, 'VP8 ')) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  if (hasTag(view, 12, 'VP8L')) {
    const sides = view.getUint32(21, true);
    return { width: (sides & 0x3fff) + 1, height: ((sides >> 14) & 0x3fff) + 1 };
  }
  if (!hasTag(view, 12, 'VP8X')) return undefined;
  const u24 = (offset: number) => view.getUint32(offset - 1, true) >>> 8;
  return { width: u24(24) + 1, height: u24(27) + 1 };
}

/** BITMAPCOREHEADER has 16-bit sides, all later headers 32-bit ones; a negative height stands for rows from above. */
function bmp(view: DataView): PictureSize {
  if (view.getUint32(14, true) === 12) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

/** ISO 23008-12 §6.5.3: the largest `ispe` property in the `meta` box is that of the whole picture. */
function isoMedia(view: DataView): PictureSize | undefined {
  let at = 0;
  while (!hasTag(view, at + 4, 'meta')) {
    const length = view.getUint32(at);
    if (length < 8) return undefined;
    at += length;
  }
  const end = Math.min(at + view.getUint32(at), view.byteLength);
  let largest: PictureSize | undefined;
  for (at += 8; at + 16 <= end; at++) {
    if (!hasTag(view, at, 'ispe')) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (largest === undefined || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function hasTag(view: DataView, at: number, tag: string): boolean {
  for (let i = 0; i < tag.length; i++) if (view.getUint8(at + i) !== tag.charCodeAt(i)) return false;
  return true;
}
