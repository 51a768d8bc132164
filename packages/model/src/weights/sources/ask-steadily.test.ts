import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { askSteadily } from './ask-steadily.ts';
import { fetchFile } from './fetch-file.ts';

type Options = Parameters<typeof fetchFile>[1] & { stallMs?: number };

const downloadFile = (url: URL, { stallMs = 30_000, ...options }: Options = {}) =>
  fetchFile(url, options, askSteadily(stallMs));

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
const other = Uint8Array.from({ length: 200_000 }, (_, i) => i % 241);

type Asked = { range: string | undefined; ifRange: string | undefined };
const asked: Asked[] = [];
let answer: (response: ServerResponse, request: IncomingMessage, time: number) => void;
const server = createServer((request, response) => {
  asked.push({ range: request.headers.range, ifRange: request.headers['if-range'] as string | undefined });
  answer(response, request, asked.length);
});
let address: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = new URL(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/w/weights-1.bin?token=s3cret`,
  );
});
beforeEach(() => {
  asked.length = 0;
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends the beginning of what it should, and hangs up as soon as that has been written. */
function breakOff(response: ServerResponse, body: Uint8Array, length: number, headers = {}): void {
  response.writeHead(200, { 'content-length': body.length, ...headers });
  response.write(body.subarray(0, length), () => setTimeout(() => response.destroy(), 20));
}

/** Gives what was asked for, as a server does that knows ranges. */
function serve(response: ServerResponse, request: IncomingMessage, body: Uint8Array, etag: string): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start === 0 || request.headers['if-range'] !== etag) {
    response.writeHead(200, { etag }).end(body);
    return;
  }
  const headers = { etag, 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` };
  response.writeHead(206, headers).end(body.subarray(start));
}

const isSame = (received: Uint8Array, expected: Uint8Array) => Buffer.compare(received, expected) === 0;

describe('a connection that breaks', () => {
  it('is taken up again where it broke, and every byte is there', async () => {
    answer = (response, request, time) => {
      if (time === 1) return breakOff(response, bytes, 70_000, { etag: '"a"' });
      // Breaks again, in the rest.
      if (time === 2) {
        const range = `bytes 70000-${bytes.length - 1}/${bytes.length}`;
        response.writeHead(206, { etag: '"a"', 'content-range': range });
        response.write(bytes.subarray(70_000, 120_000), () => setTimeout(() => response.destroy(), 20));
        return;
      }
      serve(response, request, bytes, '"a"');
    };
    const told: number[] = [];
    const received = await downloadFile(address, { onBytes: (byteLength) => told.push(byteLength) });
    expect(isSame(received, bytes)).toBe(true);
    expect(asked).toEqual([
      { range: undefined, ifRange: undefined },
      { range: 'bytes=70000-', ifRange: '"a"' },
      { range: 'bytes=120000-', ifRange: '"a"' },
    ]);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(bytes.length);
  });

  it('is begun anew where the file was replaced meanwhile', async () => {
    answer = (response, request, time) => {
      if (time === 1) return breakOff(response, bytes, 70_000, { etag: '"a"' });
      serve(response, request, other, '"b"');
    };
    expect(isSame(await downloadFile(address), other)).toBe(true);
    expect(asked[1]).toEqual({ range: 'bytes=70000-', ifRange: '"a"' });
  });

  it.each([
    ['has another tag', 206, { etag: '"b"', 'content-range': 'bytes 70000-199999/200000' }],
    ['begins elsewhere', 206, { etag: '"a"', 'content-range': 'bytes 7-199999/200000' }],
    ['does not say where it begins', 206, { etag: '"a"' }],
    ['does not exist', 416, { 'content-range': 'bytes */60000' }],
  ])('is begun anew where the rest %s', async (_, status, headers) => {
    answer = (response, request, time) => {
      if (time === 1) return breakOff(response, bytes, 70_000, { etag: '"a"' });
      if (request.headers.range !== undefined) {
        response.writeHead(status, headers).end(other.subarray(70_000));
        return;
      }
      response.end(bytes);
    };
    expect(isSame(await downloadFile(address), bytes)).toBe(true);
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=70000-', undefined]);
  });

  it.each([
    ['has no tag', bytes, {}],
    ['has a weak tag', bytes, { etag: 'W/"a"' }],
    ['is compressed', gzipSync(bytes, { level: 0 }), { etag: '"a"', 'content-encoding': 'gzip' }],
  ])('is begun anew where what came %s', async (_, body, headers) => {
    answer = (response, _request, time) => {
      if (time === 1) return breakOff(response, body, 70_000, headers);
      response.writeHead(200, headers).end(body);
    };
    expect(isSame(await downloadFile(address), bytes)).toBe(true);
    expect(asked).toEqual(Array(2).fill({ range: undefined, ifRange: undefined }));
  });

  it('is given up after five tries, the last without a range, and without a secret', async () => {
    answer = (response) => breakOff(response, bytes, 1000, { etag: '"a"' });
    const error = await downloadFile(address).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('could not be fetched'),
    });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
    expect(asked.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=1000-',
      'bytes=1000-',
      'bytes=1000-',
      undefined,
    ]);
  });

  it('is not tried again where nobody answers, or says no', async () => {
    const fetches = vi.fn(() => Promise.reject(new TypeError('fetch failed')));
    vi.stubGlobal('fetch', fetches);
    await expect(downloadFile(address)).rejects.toMatchObject({ code: 'FER_WEIGHTS_NOT_FOUND' });
    expect(fetches).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
    answer = (response) => response.writeHead(503).end();
    await expect(downloadFile(address)).rejects.toMatchObject({ details: { status: 503 } });
    expect(asked).toHaveLength(1);
  });
});

describe('a server that sends nothing', () => {
  it('is asked again for the rest', async () => {
    let closed = false;
    answer = (response, request, time) => {
      if (time > 1) return serve(response, request, bytes, '"a"');
      response.on('close', () => {
        closed = true;
      });
      response
        .writeHead(200, { etag: '"a"', 'content-length': bytes.length })
        .write(bytes.subarray(0, 70_000));
    };
    expect(isSame(await downloadFile(address, { stallMs: 200 }), bytes)).toBe(true);
    expect(asked[1]).toEqual({ range: 'bytes=70000-', ifRange: '"a"' });
    await vi.waitFor(() => expect(closed).toBe(true));
  });

  it('at all is told', async () => {
    answer = () => {};
    await expect(downloadFile(address, { stallMs: 20 })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('nothing came for 20 ms'),
    });
  });

  it('is waited for as long as something comes', async () => {
    answer = (response) => {
      const parts = [0, 1, 2, 3, 4, 5].map((i) => bytes.subarray(i * 10, i * 10 + 10));
      const send = () => {
        const part = parts.shift();
        if (part === undefined) return response.end();
        response.write(part);
        setTimeout(send, 100);
      };
      send();
    };
    expect(isSame(await downloadFile(address, { stallMs: 400 }), bytes.subarray(0, 60))).toBe(true);
    expect(asked).toHaveLength(1);
  });
});

it('reads no more than it may, in all tries together, and hangs up', async () => {
  let closed = false;
  answer = (response, _request, time) => {
    if (time === 1) return breakOff(response, bytes, 70_000, { etag: '"a"' });
    response.on('close', () => {
      closed = true;
    });
    const range = 'bytes 70000-9999999999/10000000000';
    response.writeHead(206, { etag: '"a"', 'content-range': range });
    const send = () => {
      while (!closed && response.write(new Uint8Array(65_536))) {}
    };
    response.on('drain', send);
    send();
  };
  await expect(downloadFile(address, { maxBytes: 200_000 })).rejects.toMatchObject({
    code: 'FER_WEIGHTS_CORRUPT',
    details: { maxBytes: 200_000 },
  });
  await vi.waitFor(() => expect(closed).toBe(true));
  expect(asked).toHaveLength(2);
});

it('stops when it is told to, also between two tries', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  answer = (response) => {
    response.on('close', () => setTimeout(() => controller.abort(reason), 20));
    breakOff(response, bytes, 1000);
  };
  await expect(downloadFile(address, { signal: controller.signal })).rejects.toBe(reason);
  expect(asked).toHaveLength(1);
});
