import { safeUrl } from './safe-url.ts';

/**
 * What `fetch` threw, for a message: it often says only "fetch failed", and what happened stands in the cause, or in the
 * first of several. Without the secrets of the address, which Bun and Deno quote: the error itself is better not kept.
 */
export function fetchFailure(error: unknown, url: URL): string {
  const { message, cause } = error as { message?: string; cause?: NodeJS.ErrnoException & AggregateError };
  const inner = cause?.message || cause?.errors?.[0]?.message || cause?.code;
  const text = [message ?? String(error), inner].filter(Boolean).join(': ');
  return text.replaceAll(url.href, safeUrl(url)).replaceAll(url.search || url.href, '');
}
