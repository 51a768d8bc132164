// A registry of our own and not Verdaccio: its last release for Node 20 warns about it, more than doubles what `npm ci`
// installs (327 packages), and asks for the dist-tag `node-fetch@cjs`, which not every mirror of a registry keeps.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';

interface Manifest {
  name: string;
  version: string;
  dist?: { tarball: string; integrity: string; shasum: string };
}

/** The body of `npm publish`. */
interface Publication {
  'dist-tags': Record<string, string>;
  versions: Record<string, Manifest>;
  _attachments: Record<string, { data: string }>;
}

interface Entry {
  tags: Record<string, string>;
  versions: Map<string, Manifest>;
}

export interface LocalRegistry {
  /** What `npm config set registry` takes; plain HTTP on 127.0.0.1, and any token may publish. */
  url: string;
  /** The versions that are there, as `@fer/core@0.1.0`. */
  published: () => string[];
  close: () => Promise<void>;
}

/** Long ago, so that no client finds a package too young to be installed. */
const PUBLISHED_AT = '2020-01-01T00:00:00.000Z';

/**
 * Starts an npm registry for one test. It keeps `@fer/*` in memory; what else is asked for comes from the registry
 * that npm is set to. It answers from this process, so `spawn` whatever asks it: `spawnSync` would wait for ever.
 *
 * @param publish folders of built packages to begin with, packed as they are, without their scripts
 */
export async function startLocalRegistry({
  publish = [],
}: {
  publish?: readonly string[];
} = {}): Promise<LocalRegistry> {
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' })
    .trim()
    .replace(/\/$/, '');
  const packages = new Map<string, Entry>();
  const tarballs = new Map<string, Buffer>();

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => reply(response, 502, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  for (const { manifest, tarball } of pack(publish)) add(manifest, tarball, 'latest');

  function add(manifest: Manifest, tarball: Buffer, tag: string): void {
    const { name, version } = manifest;
    const path = `${name}/-/${name.split('/')[1]}-${version}.tgz`;
    const entry: Entry = packages.get(name) ?? { tags: {}, versions: new Map() };
    const dist = {
      tarball: url + path,
      integrity: digest('sha512', tarball),
      shasum: digest('sha1', tarball),
    };
    entry.versions.set(version, { ...manifest, dist });
    entry.tags[tag] = version;
    packages.set(name, entry);
    tarballs.set(`/${path}`, tarball);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url!, url).pathname);
    if (!path.startsWith('/@fer/')) return forward(request, response);
    const name = path.slice(1);
    if (request.method === 'PUT') return accept((await json(request)) as Publication, response);

    const tarball = tarballs.get(path);
    if (tarball) response.setHeader('content-type', 'application/octet-stream').end(tarball);
    else if (packages.has(name)) reply(response, 200, packument(name));
    else reply(response, 404, { error: `${name} is not in the local registry` });
  }

  function accept(publication: Publication, response: ServerResponse): void {
    const [manifest] = Object.values(publication.versions);
    const [tag] = Object.keys(publication['dist-tags']);
    const [attachment] = Object.values(publication._attachments);
    if (packages.get(manifest!.name)?.versions.has(manifest!.version)) {
      reply(response, 403, {
        error: `You cannot publish over the previously published version ${manifest!.version}`,
      });
    } else {
      add(manifest!, Buffer.from(attachment!.data, 'base64'), tag!);
      reply(response, 201, { ok: true });
    }
  }

  function packument(name: string) {
    const { tags, versions } = packages.get(name)!;
    const time = Object.fromEntries(
      ['created', 'modified', ...versions.keys()].map((key) => [key, PUBLISHED_AT]),
    );
    return { _id: name, name, 'dist-tags': tags, versions: Object.fromEntries(versions), time };
  }

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET') return reply(response, 405, { error: 'only @fer/* is published here' });
    const answer = await fetch(upstream + request.url, {
      headers: { accept: request.headers.accept ?? '*/*' },
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    if (answer.body) Readable.fromWeb(answer.body as import('node:stream/web').ReadableStream).pipe(response);
    else response.end();
  }

  return {
    url,
    published: () =>
      [...packages].flatMap(([name, { versions }]) => [...versions.keys()].map((v) => `${name}@${v}`)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Packs folders as `npm publish` would. */
function pack(folders: readonly string[]): { manifest: Manifest; tarball: Buffer }[] {
  if (folders.length === 0) return [];
  const destination = mkdtempSync(join(tmpdir(), 'fer-pack-'));
  try {
    execFileSync('npm', [
      'pack',
      ...folders,
      '--pack-destination',
      destination,
      '--ignore-scripts',
      '--silent',
    ]);
    return folders.map((folder) => {
      const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = `${manifest.name.slice(1).replace('/', '-')}-${manifest.version}.tgz`;
      return { manifest, tarball: readFileSync(join(destination, file)) };
    });
  } finally {
    rmSync(destination, { recursive: true, force: true });
  }
}

function digest(algorithm: 'sha1' | 'sha512', bytes: Buffer): string {
  const hash = createHash(algorithm).update(bytes);
  return algorithm === 'sha1' ? hash.digest('hex') : `sha512-${hash.digest('base64')}`;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
