import { afterEach, expect, it, vi } from 'vitest';
import { pageAddress } from './page-address.ts';

afterEach(() => vi.unstubAllGlobals());

it('is that of the page, or of its base, and nothing where there is no page', () => {
  expect(pageAddress()).toBeUndefined();
  vi.stubGlobal('location', { href: 'https://example.org/app/page.html' });
  expect(pageAddress()).toBe('https://example.org/app/page.html');
  vi.stubGlobal('document', { baseURI: 'https://example.org/base/' });
  expect(pageAddress()).toBe('https://example.org/base/');
});
