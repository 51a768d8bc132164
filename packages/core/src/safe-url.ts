import { describeValue } from './describe-value.ts';

/** Longest address that is told, in characters. */
const MAX_LENGTH = 200;

/**
 * An address as it may stand in messages, logs and `details`: without what may be secret (user and password, query,
 * fragment, the data of a `data:` URL) and not longer than a line or two. A text that is no URL is treated as one.
 */
export function safeUrl(url: URL | string): string {
  const told = withoutSecrets(textOf(url));
  return told.length > MAX_LENGTH ? `${told.slice(0, MAX_LENGTH)}…` : told;
}

/** Whatever it is: an error is being told, which must not become another one. */
function textOf(url: unknown): string {
  if (typeof url === 'string') return url;
  try {
    return new URL(url as URL).href;
  } catch {
    return describeValue(url);
  }
}

function withoutSecrets(text: string): string {
  if (/^data:/i.test(text)) return `${text.slice(0, text.indexOf(',') + 1) || 'data:'}…`;
  const [told] = text.split(/[?#]/, 1) as [string];
  const start = /^([a-z][a-z0-9+.-]*:)?\/\/|^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0];
  if (start === undefined) return told;
  try {
    const { protocol, host, pathname } = new URL(text);
    return host === '' && protocol !== 'file:' ? `${protocol}${pathname}` : `${protocol}//${host}${pathname}`;
  } catch {
    // Without a parser's help nobody can say where a password ends.
    return text.includes('@') ? `${start}…` : told;
  }
}
