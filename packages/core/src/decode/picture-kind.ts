/** The kinds of picture file that are told apart. */
export type PictureKind = 'JPEG' | 'PNG' | 'GIF' | 'WebP' | 'TIFF' | 'BMP' | 'AVIF' | 'HEIC';

/**
 * Tells the kind of a picture file from its first bytes: the signatures of the WHATWG's MIME Sniffing standard (§6.1),
 * of TIFF 6.0 (§2), and the brands of ISO 14496-12 `ftyp` boxes that MIAF (ISO 23000-22) and AVIF register.
 *
 * @param bytes of the file, from its start; 64 are enough
 */
export function pictureKind(bytes: Uint8Array): PictureKind | undefined {
  const text = latin1(bytes.subarray(0, 64));
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'GIF';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'WebP';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'TIFF';
  // "BM" alone could start any text; the reserved field of the header is zero.
  if (text.startsWith('BM') && text.startsWith('\0\0\0\0', 6)) return 'BMP';
  if (text.startsWith('ftyp', 4)) return kindOfBrands(bytes, text);
  return undefined;
}

function kindOfBrands(bytes: Uint8Array, text: string): PictureKind | undefined {
  const boxLength = ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
  const brands = text.slice(8, Math.min(boxLength, text.length)).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'AVIF';
  if (brands.some((brand) => /^(he[iv][cmsx]|mif1|msf1)$/.test(brand))) return 'HEIC';
  return undefined;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
