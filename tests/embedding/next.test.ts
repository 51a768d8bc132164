import { describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { picture } from './fixtures/shared/picture.js';
import { expectAnswer } from './support/answer.ts';
import { createFixture } from './support/fixture.ts';
import { expectPage, useChromium } from './support/page.ts';

const next = createFixture('next');

describe.skipIf(chromiumPath === undefined)('Next.js 16', () => {
  const browser = useChromium();
  it('installs', () => next.install());

  it.each([
    ['Turbopack', 'build'],
    ['webpack', 'build:webpack'],
  ])('builds a client component and a route handler, which recognise: %s', async (_, script) => {
    await next.run('npm', 'run', script);
    const server = await next.serve('npm', 'run', 'start', '--', '--port', '0');
    try {
      // React and Next's own code included.
      await expectPage(browser(), server.url, { limit: 300 });
      const response = await fetch(`${server.url}recognize`, { method: 'POST', body: picture.data });
      expect(response.status).toBe(200);
      expectAnswer(await response.json());
    } finally {
      await server.close();
    }
  });
});
