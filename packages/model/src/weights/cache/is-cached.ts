import { MANIFEST_FILE } from '../manifest.ts';
import { referenceText, type WeightsReference } from '../open-weights.ts';
import { url } from '../sources/url.ts';

/**
 * Whether a browser has kept weights whole, so that they can be loaded offline. No server is asked. Only weights from a
 * URL are ever kept: it is `false` of all others, in Node, and on a page that did not come by HTTPS.
 *
 * @param reference a URL, on a page also one relative to it
 * @throws FerError `FER_INVALID_ARGUMENT` if it is no reference
 */
export async function isCached(reference: WeightsReference): Promise<boolean> {
  const text = referenceText(reference);
  if (text === undefined || !url.matches(text)) return false;
  const [{ remoteAddress }, { checksumsOf, openWeightsCache }] = await Promise.all([
    import('../sources/remote-address.ts'),
    import('./weights-cache.ts'),
  ]);
  const address = remoteAddress(text, MANIFEST_FILE);
  const cache = await openWeightsCache();
  const manifest = await cache?.manifest(address);
  if (cache === undefined || manifest === undefined) return false;
  const checksums = checksumsOf(manifest);
  const found = await Promise.all(checksums.map(cache.has));
  return found.length > 0 && found.every(Boolean);
}
