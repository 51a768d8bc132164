import { assertImageSize, assertRasterImage } from '../assert-raster-image.ts';
import { FerError } from '../errors.ts';
import type { DecodeOptions, ImageDecoder } from '../extension-points/image-decoder.ts';
import type { DecodedImage } from '../image.ts';
import { messageOf } from '../message-of.ts';
import { isPluginFault } from '../plugin/plugin-fault.ts';
import { pictureKind } from './picture-kind.ts';
import { tooManyPixels } from './pixel-limit.ts';

/**
 * Decodes a picture file with the first decoder that knows its kind and works here; one whose plugin broke its contract is
 * passed over.
 *
 * @param given.onWarning told what those did that were passed over, if another decoded the picture
 * @param name what to call the picture in messages
 * @throws FerError `FER_IMAGE_DECODE` if it is no picture, of a kind that nobody knows, or damaged;
 * `FER_DECODER_MISSING` if those who know it do not work here; `FER_PLUGIN_FAILED`, `FER_PLUGIN_RESULT` or
 * `FER_PLUGIN_TIMEOUT` if one broke its contract, and no other can
 */
export async function decodePicture(
  bytes: Uint8Array,
  name: string,
  decoders: readonly ImageDecoder[],
  given: DecodeOptions & { readonly maxPixels: number; readonly onWarning?: (message: string) => void },
): Promise<DecodedImage> {
  const { onWarning, ...options } = given;
  const { maxPixels, signal } = options;
  signal?.throwIfAborted();
  const knowing: ImageDecoder[] = [];
  const faults: FerError[] = [];
  for (const decoder of decoders) {
    try {
      if (!decoder.sniff(bytes)) continue;
      knowing.push(decoder);
      if (!(await decoder.isSupported())) continue;
      const image = await decoder.decode(bytes, options);
      const subject = `What the decoder "${decoder.id}" made of ${name}`;
      assertRasterImage(image, subject);
      const { width, height } = image.fullSize ?? image;
      assertImageSize(width, height, subject);
      if (width * height > maxPixels) throw tooManyPixels(maxPixels);
      for (const { message } of faults) onWarning?.(message);
      return image;
    } catch (cause) {
      signal?.throwIfAborted();
      if (isPluginFault(cause)) {
        faults.push(cause);
        continue;
      }
      if (FerError.isInstance(cause) && cause.code !== 'FER_IMAGE_DECODE') throw withName(name, cause);
      throw undecodable(name, `is damaged or cut short (${decoder.id}: ${messageOf(cause)})`, cause);
    }
  }
  if (faults.length > 0) throw withName(name, faults[0]!);
  if (knowing.length === 0) throw unknownKind(bytes, name);
  throw await decoderMissing(bytes, name, knowing);
}

function unknownKind(bytes: Uint8Array, name: string): FerError {
  if (bytes.length === 0) return undecodable(name, 'has no bytes');
  const kind = pictureKind(bytes);
  if (kind !== undefined) {
    return undecodable(name, `is of the kind ${kind}, which no decoder here knows; make it a JPEG or PNG`);
  }
  // What it does contain is nobody's business: it may be any file of this machine.
  return undecodable(
    name,
    'is not a picture file of a known kind; raw pixels are given as { data, width, height }',
  );
}

function undecodable(name: string, problem: string, cause?: unknown): FerError {
  return new FerError('FER_IMAGE_DECODE', `The picture ${name} cannot be decoded: it ${problem}.`, {
    details: { source: name },
    cause,
  });
}

function withName(name: string, cause: FerError): FerError {
  return new FerError(cause.code, `The picture ${name} was not decoded: ${cause.message}`, {
    details: { ...cause.details, source: name },
    cause,
  });
}

/** Asks each decoder that does not work here why. */
async function decoderMissing(
  bytes: Uint8Array,
  name: string,
  decoders: readonly ImageDecoder[],
): Promise<FerError> {
  const reasons: { id: string; reason: string }[] = [];
  const causes: unknown[] = [];
  for (const decoder of decoders) {
    try {
      await decoder.decode(bytes);
    } catch (cause) {
      reasons.push({ id: decoder.id, reason: messageOf(cause) });
      causes.push(cause);
    }
  }
  const list = reasons.map(({ id, reason }) => `\n  ${id}: ${reason}`).join('');
  return new FerError(
    'FER_DECODER_MISSING',
    `Nothing here can decode the picture ${name} (${pictureKind(bytes) ?? 'of another kind'}):${list}`,
    {
      details: { source: name, decoders: reasons },
      cause: causes[0],
    },
  );
}
