/**
 * Goes through folders of JPEG photos, each contender in a process of its own, taking turns: pictures a second, how many
 * cores that keeps busy, and the peak of memory. The pictures are drawn: faces of nobody in scenes that take as many
 * bytes as a photo's.
 *
 *   node --conditions=@fer/source --import tsx bench/photos.ts [--photos 24] [--sizes 640x480,1920x1080,3000x3000]
 *     [--only fer,fer-no-detector,human,face-api,sharp] [--rounds 3] [--node <path of another Node>]
 *     [--json <file>]
 *
 * `fer` looks for faces where `@fer/detector-blazeface` is installed; `fer-no-detector` takes the middle of each picture
 * for one. `human` and `face-api` look at one picture while sharp decodes the next four. Detectors may overlook a drawn
 * face, and then there is less to recognise: the table says how many each found. `sharp` decodes and shrinks to 256
 * pixels, and nothing else.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawPhoto, type PhotoSize } from './photos/draw-photo.ts';
import { CONTENDERS } from './photos/index.ts';
import type { Look, PhotosCommand } from './photos-process.ts';
import { type Child, startChild } from './support/child-process.ts';
import type { Machine } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { type Summary, summarize } from './support/statistics.ts';

/** Enough for V8 to compile what is hot. */
const WARM_UP_PHOTOS = 8;

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string', default: '24' },
    sizes: { type: 'string', default: '640x480,1920x1080,3000x3000' },
    only: { type: 'string', default: CONTENDERS.join() },
    rounds: { type: 'string', default: '3' },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
  },
});

/** A folder of drawn photos. */
interface Album {
  readonly size: string;
  readonly files: readonly string[];
  readonly faces: number;
  /** Of all files. */
  readonly bytes: number;
}

/** How one contender came through one folder. */
export interface PhotosResult {
  readonly size: string;
  readonly contender: string;
  readonly photos: number;
  readonly bytes: number;
  /** Milliseconds for the whole folder. */
  readonly ms: Summary;
  /** The same in CPU time of all threads. */
  readonly cpuMs: Summary;
  /** CPU time over wall time, the median of the rounds. */
  readonly coresBusy: number;
  readonly peakRssBytes: number;
  readonly facesDrawn: number;
  /** Missing of those that look for none. */
  readonly facesFound?: number;
}

const folder = await mkdtemp(join(tmpdir(), 'fer-photos-'));
try {
  const results: PhotosResult[] = [];
  for (const size of options.sizes.split(',')) {
    const album = await drawAlbum(size);
    const children = options.only.split(',').map((name) => ({
      name,
      looks: [] as Look[],
      ...start(name),
    }));
    try {
      for (const child of children) {
        await child.ask({ type: 'load' });
        await child.ask({ type: 'look', files: album.files.slice(0, WARM_UP_PHOTOS) });
      }
      for (let round = 0; round < Number(options.rounds); round++) {
        for (const { looks, ask } of children) {
          looks.push(await ask<Look>({ type: 'look', files: album.files }));
        }
      }
    } finally {
      for (const child of children) child.stop();
    }
    results.push(...children.map(({ name, looks }) => toResult(album, name, looks)));
    await rm(join(folder, size), { recursive: true });
  }
  writeReport({ bench: 'photos', machine: await describe(), options, results }, options.json, toRows);
} finally {
  await rm(folder, { recursive: true });
}

function start(name: string): Child<PhotosCommand> {
  return startChild('photos-process.ts', name, options.node);
}

async function describe(): Promise<Machine> {
  const child = start('nobody');
  try {
    return await child.ask<Machine>({ type: 'describe' });
  } finally {
    child.stop();
  }
}

async function drawAlbum(size: string): Promise<Album> {
  const [width, height] = size.split('x').map(Number) as [number, number];
  await mkdir(join(folder, size));
  const files: string[] = [];
  let [faces, bytes] = [0, 0];
  for (let seed = 1; seed <= Number(options.photos); seed++) {
    const photo = await drawPhoto({ width, height } satisfies PhotoSize, seed);
    const file = join(folder, size, `${seed}.jpg`);
    await writeFile(file, photo.jpeg);
    files.push(file);
    faces += photo.faces;
    bytes += photo.jpeg.byteLength;
  }
  return { size, files, faces, bytes };
}

function toResult(album: Album, contender: string, looks: readonly Look[]): PhotosResult {
  const { faces } = looks[0]!;
  return {
    size: album.size,
    contender,
    photos: album.files.length,
    bytes: album.bytes,
    ms: summarize(looks.map(({ wallMs }) => wallMs)),
    cpuMs: summarize(looks.map(({ cpuMs }) => cpuMs)),
    coresBusy: summarize(looks.map(({ cpuMs, wallMs }) => cpuMs / wallMs)).median,
    peakRssBytes: looks.at(-1)!.peakRssBytes,
    facesDrawn: album.faces,
    ...(faces === undefined ? {} : { facesFound: faces }),
  };
}

function toRows(results: readonly PhotosResult[]): object[] {
  return results.map(({ size, contender, photos, bytes, ms, cpuMs, coresBusy, ...row }) => {
    const first = results.find((other) => other.size === size)!;
    return {
      photos: `${photos} of ${size}, ${Math.round(bytes / photos / 1000)} kB`,
      contender,
      'photos/s, median': round((photos / ms.median) * 1000),
      best: round((photos / ms.minimum) * 1000),
      'CPU ms a photo': round(cpuMs.median / photos),
      'median/first': round(ms.median / first.ms.median),
      'CPU/first': round(cpuMs.median / first.cpuMs.median),
      'cores busy': round(coresBusy),
      'peak RSS MiB': Math.round(row.peakRssBytes / 2 ** 20),
      'faces found': row.facesFound === undefined ? '' : `${row.facesFound} of ${row.facesDrawn}`,
    };
  });
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
