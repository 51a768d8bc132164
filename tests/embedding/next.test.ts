import { describe, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectPage, useChromium } from './support/page.ts';

const next = createFixture('next');

describe.skipIf(chromiumPath === undefined)('Next.js 16', () => {
  const browser = useChromium();
  it('installs', () => next.install());

  describe.each([
    ['Turbopack', 'build'],
    ['webpack', 'build:webpack'],
  ])('%s', (_, script) => {
    it('builds', () => next.run('npm', 'run', script));
    it('recognises in a client component and in a route handler', async () => {
      const server = await next.serve('npm', 'run', 'start', '--', '--port', '0');
      try {
        await expectPage(browser(), server.url, { limit: 300 });
        const body = Uint8Array.from({ length: 48 * 48 }, (_, i) => Math.round((i * 255) / (48 * 48 - 1)));
        const response = await fetch(`${server.url}recognize`, { method: 'POST', body });
        expectAnswer(await response.json());
      } finally {
        await server.close();
      }
    });
  });
});
