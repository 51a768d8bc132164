import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FerError } from '../errors.ts';
import { MAX_FILE_BYTES } from './file-size.ts';
import { loadImage } from './load-image.ts';

/** In every address below; nothing that is thrown may show it. */
const SECRET = 's3cret';

let png: Buffer;
let server: Server;
let origin: string;
/** The same server by another name. */
let elsewhere: string;
/** Nobody listens there. */
let deadPort: number;
const asked: string[] = [];
const closed: Promise<void>[] = [];

const answers: Record<string, (response: ServerResponse) => void> = {
  '/photo.png': (response) => response.end(png),
  '/none.png': (response) => response.writeHead(404).end(),
  '/to-photo': (response) => redirect(response, `photo.png?token=${SECRET}`),
  '/to-elsewhere': (response) => redirect(response, `${elsewhere}/photo.png?token=${SECRET}`),
  '/to-password': (response) => redirect(response, `${origin.replace('//', `//user:${SECRET}@`)}/photo.png`),
  '/to-file': (response) => redirect(response, `file:///etc/passwd?token=${SECRET}`),
  '/to-data': (response) => redirect(response, `data:image/png;base64,${SECRET}`),
  '/to-nowhere': (response) => redirect(response, `http://host:99999/?token=${SECRET}`),
  '/round': (response) => redirect(response, `/round?token=${SECRET}`),
  '/not-modified': (response) => response.writeHead(304).end(),
  '/cut-short': (response) => {
    response.writeHead(200, { 'content-length': 1000 }).write(png);
    setTimeout(() => response.destroy(), 20);
  },
  '/too-long': (response) => response.writeHead(200, { 'content-length': MAX_FILE_BYTES + 1 }).flushHeaders(),
  '/bomb': (response) =>
    response
      .writeHead(200, { 'content-encoding': 'gzip' })
      .end(gzipSync(new Uint8Array(MAX_FILE_BYTES + 1), { level: 1 })),
  '/never': () => {},
  '/trickle': (response) => {
    const timer = setInterval(() => response.write('.'), 10);
    response.on('close', () => clearInterval(timer));
  },
};

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).write('an endless page');
}

beforeAll(async () => {
  png = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, origin);
    asked.push(`${request.headers.host?.split(':')[0]}${pathname}`);
    closed.push(new Promise((resolve) => response.on('close', resolve)));
    answers[pathname]!(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dead = createTcpServer();
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
  deadPort = (dead.address() as AddressInfo).port;
  await new Promise((resolve) => dead.close(resolve));
  origin = `http://127.0.0.1:${port}`;
  elsewhere = `http://localhost:${port}`;
});

beforeEach(() => {
  asked.length = 0;
  closed.length = 0;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const failureOf = (source: unknown, options?: Parameters<typeof loadImage>[1]): Promise<FerError> =>
  loadImage(source as string, options).then(
    () => {
      throw new Error('Expected a rejection');
    },
    (error: FerError) => error,
  );

describe('loadImage from an address', () => {
  it('follows redirects', async () => {
    expect(await loadImage(`${origin}/to-photo`)).toMatchObject({ width: 3, height: 2 });
    expect(await loadImage(`${origin}/to-elsewhere`)).toMatchObject({ width: 3, height: 2 });
    expect(asked).toEqual([
      '127.0.0.1/to-photo',
      '127.0.0.1/photo.png',
      '127.0.0.1/to-elsewhere',
      'localhost/photo.png',
    ]);
  });

  it.each([
    ['/none.png', 'the server answered 404'],
    ['/not-modified', 'the server answered 304'],
    ['/round', 'it is redirected more than 10 times'],
    ['/to-file', 'it is redirected to file:///etc/passwd, which cannot be fetched'],
    ['/to-data', 'it is redirected to data:image/png;base64,…, which'],
    ['/to-nowhere', 'it is redirected to http://host:99999/, which'],
    ['/cut-short', 'terminated: other side closed'],
  ])('FER_IMAGE_NOT_FOUND for %s', async (path, message) => {
    const failure = await failureOf(origin + path);
    expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(failure.message).toContain(`The picture ${origin}${path} cannot be fetched: ${message}`);
    await Promise.all(closed);
  });

  it.each([
    ['is far too long by its header', '/too-long'],
    ['unfolds to far too much', '/bomb'],
  ])('refuses a body that %s', async (_, path) => {
    const failure = await failureOf(origin + path);
    expect(failure.code).toBe('FER_IMAGE_INVALID');
    expect(failure.message).toContain(`or more, but at most ${MAX_FILE_BYTES} are read`);
    await Promise.all(closed);
  });

  it.each(['/never', '/trickle'])('lets go of %s when the time is over', async (path) => {
    const failure = await failureOf(origin + path, { timeoutMs: 100 });
    expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(failure.message).toContain('it took longer than 100 ms. Allow more with `timeoutMs`');
    await Promise.all(closed);
  });

  it.each(['/never', '/trickle'])('lets go of %s when aborted', async (path) => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const waiting = failureOf(origin + path, {
      signal: controller.signal,
      timeoutMs: Number.POSITIVE_INFINITY,
    });
    await vi.waitUntil(() => asked.length > 0);
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    await Promise.all(closed);
  });

  it.each(['127.0.0.1', 'localhost'])('says that nobody answers at %s', async (host) => {
    const failure = await failureOf(`http://${host}:${deadPort}/x.png`);
    expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(failure.message).toContain('fetch failed: connect ECONNREFUSED');
  });

  it('says so where there is no fetch', async () => {
    vi.stubGlobal('fetch', undefined);
    try {
      expect((await failureOf(`${origin}/photo.png`)).message).toContain('there is no fetch here');
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe('what is secret in an address', () => {
  it.each<[string, () => unknown]>([
    ['a missing page', () => `${origin}/none.png?token=${SECRET}`],
    ['a dead server', () => `http://127.0.0.1:${deadPort}/x.png?token=${SECRET}`],
    ['a port that fetch refuses', () => `http://127.0.0.1:1/x.png?token=${SECRET}`],
    ['a dead server of two addresses', () => `http://localhost:${deadPort}/x.png?token=${SECRET}`],
    ['a password', () => `${origin.replace('//', `//user:${SECRET}@`)}/photo.png`],
    ['a password that breaks the address', () => `http://user:${SECRET}@host:99999/photo.png`],
    ['a scheme that is not read', () => new URL(`ftp://user:${SECRET}@host/photo.png?token=${SECRET}`)],
    ['a malformed data URL', () => `data:image/png;base64,%%${SECRET}`],
    ['a picture that is none, as a data URL', () => `data:text/plain,${SECRET}`],
    ['a body that ends early', () => `${origin}/cut-short?token=${SECRET}`],
    [
      'an image that did not load',
      () => ({ complete: true, naturalWidth: 0, currentSrc: `http://x/y?${SECRET}` }),
    ],
    ...['/to-password', '/to-file', '/to-data', '/to-nowhere', '/round'].map(
      (path): [string, () => unknown] => [path, () => `${origin}${path}?token=${SECRET}`],
    ),
  ])('is not shown for %s', async (_, source) => {
    const failure = await failureOf(source());
    expect(failure.code).toMatch(/^FER_/);
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(SECRET);
  });

  it('is not shown where fetch quotes the address, as that of Deno does', async () => {
    const fetch = async (url: URL) => {
      throw new TypeError(`error sending request for url (${url.href})`, { cause: { message: url.href } });
    };
    vi.stubGlobal('fetch', fetch);
    try {
      const failure = await failureOf(`${origin}/photo.png?token=${SECRET}`);
      expect(failure.message).toContain(`error sending request for url (${origin}/photo.png)`);
      expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(SECRET);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('is not shown of an answer that is not HTTP', async () => {
    const tcp = createTcpServer((socket) => socket.end(`${SECRET}\r\n\r\n`));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    try {
      const failure = await failureOf(`http://127.0.0.1:${(tcp.address() as AddressInfo).port}/x.png`);
      expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
      expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(SECRET);
    } finally {
      tcp.close();
    }
  });
});

describe('loadImage({ allow })', () => {
  it('fetches from the hosts that are allowed, and data from everywhere', async () => {
    const allow = { hosts: [new URL(origin).host] };
    expect(await loadImage(`${origin}/to-photo`, { allow })).toMatchObject({ width: 3 });
    const data = `data:image/png;base64,${png.toString('base64')}`;
    const blob = URL.createObjectURL(new Blob([new Uint8Array(png)]));
    for (const source of [data, blob, png]) {
      expect(await loadImage(source, { allow: { files: false, hosts: [] } })).toMatchObject({ width: 3 });
    }
  });

  it.each<[string, string[], string[]]>([
    ['/photo.png', [], []],
    ['/photo.png', ['localhost'], []],
    ['/to-elsewhere', ['127.0.0.1'], ['127.0.0.1/to-elsewhere']],
  ])('FER_INVALID_ARGUMENT for %s where %j are allowed', async (path, hosts, requests) => {
    const failure = await failureOf(`${origin}${path}?token=${SECRET}`, { allow: { hosts } });
    expect(failure.code).toBe('FER_INVALID_ARGUMENT');
    expect(failure.message).toContain(`(\`allow.hosts\`) are ${hosts.join(', ') || 'none'}.`);
    expect(asked).toEqual(requests);
    expect(inspect(failure)).not.toContain(SECRET);
  });

  it.each([
    'photo.png',
    '/etc/hostname',
    'file:///etc/hostname',
    'FILE:/etc/hostname',
    'C:\\photo.png',
    'photo:1.png',
  ])('reads no file %s where files are not allowed', async (source) => {
    const failure = await failureOf(source, { allow: { files: false } });
    expect(failure.code).toBe('FER_INVALID_ARGUMENT');
    expect(failure.message).toContain('files are not allowed (`allow.files` is false)');
  });
});
