import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fetchFile } from './fetch-file.ts';

let answer: RequestListener;
const server = createServer((request, response) => answer(request, response));
let address: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/w/fer.json?token=s3cret`);
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);

describe('as much as is allowed', () => {
  it.each([
    ['plain', bytes, {}],
    ['compressed', gzipSync(bytes), { 'content-encoding': 'gzip' }],
    ['without a length', bytes, { 'transfer-encoding': 'chunked' }],
  ])('is read whole: %s', async (_, body, headers) => {
    answer = (_request, response) => response.writeHead(200, headers).end(body);
    expect(Buffer.compare(await fetchFile(address, { maxBytes: bytes.length }), bytes)).toBe(0);
    await expect(fetchFile(address, { maxBytes: bytes.length - 1 })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      details: { maxBytes: 199_999 },
    });
  });

  it('ends there, and hangs up, where a server does not', async () => {
    let closed = false;
    answer = (_request, response) => {
      response.on('close', () => {
        closed = true;
      });
      const send = () => {
        while (!closed && response.write(new Uint8Array(65_536))) {}
      };
      response.on('drain', send);
      send();
    };
    await expect(fetchFile(address, { maxBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringContaining('more than the 1000000 bytes'),
    });
    await vi.waitFor(() => expect(closed).toBe(true));
  });

  it('counts what is unpacked', async () => {
    // 64 MiB of zeros in 64 kB.
    const bomb = gzipSync(new Uint8Array(2 ** 26));
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    await expect(fetchFile(address, { maxBytes: 2 * bomb.length })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
    });
  });
});

it('does not wait for the page of a status', async () => {
  answer = (_request, response) => response.writeHead(404).write('<!doctype html>');
  await expect(fetchFile(address)).rejects.toMatchObject({
    code: 'FER_WEIGHTS_NOT_FOUND',
    details: { status: 404 },
  });
});

describe('secrets', () => {
  it.each([
    ['a status', () => serve((_request, response) => response.writeHead(403).end())],
    ['a file too long', () => serve((_request, response) => response.end(bytes))],
    ['a lost connection', () => serve((request) => request.socket.destroy())],
    [
      'a redirect to nowhere',
      () => serve((_request, response) => response.writeHead(302, { location: 'http://[' }).end()),
    ],
    // As Deno and Bun say it.
    ['a message with the address', () => stub(new TypeError(`error sending request for url (${address})`))],
    ['a property with the address', () => stub(Object.assign(new Error('refused'), { path: address.href }))],
    [
      'a cause with the query',
      () => stub(new TypeError('fetch failed', { cause: new Error(`GET /w/fer.json${address.search}`) })),
    ],
  ])('are not told by %s', async (_, prepare) => {
    prepare();
    const error = await fetchFile(address, { maxBytes: 10 }).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).toMatchObject({ message: expect.stringContaining(`${address.origin}/w/fer.json `) });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });

  function serve(listener: RequestListener) {
    answer = listener;
  }

  function stub(failure: Error) {
    vi.stubGlobal('fetch', () => Promise.reject(failure));
  }
});

it('says when there is no `fetch`', async () => {
  vi.stubGlobal('fetch', undefined);
  await expect(fetchFile(address)).rejects.toMatchObject({
    code: 'FER_WEIGHTS_NOT_FOUND',
    message: expect.stringContaining('this environment has no `fetch`'),
  });
});
