import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Random } from '@fer/core';
import {
  FER_PLUS_COLUMNS,
  loadDataset,
  loadDatasetFromBlob,
  parseFer2013Csv,
  parseFerPlus,
} from '@fer/dataset';
import {
  MAIN,
  makeGzip,
  makeTar,
  makeZip,
  mutateBytes,
  mutateGzip,
  mutateTar,
  mutateZip,
  readTarNaively,
} from '../dataset/archives.ts';
import { compareWithNaive } from '../dataset/compare.ts';
import { makeCsv, mutateCsv } from '../dataset/make-csv.ts';
import { loadWithOddOptions } from '../dataset/odd-options.ts';
import { chance, pick } from '../dataset/pick.ts';
import { makePictureFolder, type PictureFolder, preparePictures } from '../dataset/picture-folder.ts';
import { scratchFolder, sweep } from '../dataset/scratch-folder.ts';
import type { FuzzTarget } from '../target.ts';

const onBadRow = (random: Random) => pick(random, ['error', 'skip'] as const);

/** Bytes in chunks of any size, in one buffer that is used again, as files are read. */
async function* inChunks(random: Random, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = pick(random, [1 + random.integer(50), 1000, 5000, 1 << 20]);
  const buffer = new Uint8Array(Math.min(size, bytes.length));
  for (let start = 0; start < bytes.length; start += size) {
    const part = bytes.subarray(start, start + size);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

/** From a path or a Blob, by chance. */
async function load(random: Random, bytes: Uint8Array, signal: AbortSignal) {
  const options = { onBadRow: onBadRow(random), signal };
  if (chance(random, 0.5)) return loadDatasetFromBlob(new Blob([new Uint8Array(bytes)]), options);
  const path = join(await scratchFolder(), 'data');
  await writeFile(path, bytes);
  return loadDataset(path, { ...options, cache: false });
}

export const datasetCsv: FuzzTarget = {
  name: 'dataset-csv',
  async run(random, signal) {
    const csv = mutateCsv(random, makeCsv(random));
    const totalBytes = pick(random, [undefined, csv.length, 0, 1, 2 ** 53 - 1]);
    const options = { onBadRow: onBadRow(random), totalBytes, signal };
    return compareWithNaive(await parseFer2013Csv(inChunks(random, csv), options), csv);
  },
};

/** The checksum of a gzip or zip must let nothing through but the very bytes, whether those are good or not. */
export const datasetPacked: FuzzTarget = {
  name: 'dataset-packed',
  prepare: sweep,
  async run(random, signal) {
    const original = makeCsv(random);
    const csv = chance(random, 0.4) ? mutateCsv(random, original) : original;
    const other = Buffer.from(makeCsv(random));
    const kind = pick(random, ['gz', 'zip', 'zip', 'gz in zip', 'tar.gz']);
    const isDamaged = chance(random, 0.8);
    const damage = (mutate: (random: Random, bytes: Buffer) => Buffer, bytes: Buffer) =>
      isDamaged ? mutate(random, bytes) : bytes;

    if (kind === 'gz')
      return compareWithNaive(await load(random, damage(mutateGzip, makeGzip(random, csv)), signal), csv);
    if (kind === 'tar.gz') {
      const gzip = makeGzip(random, Buffer.from(await makeTar(csv, other)));
      return compareWithNaive(await load(random, damage(mutateGzip, gzip), signal), csv);
    }
    const zip = damage(mutateZip, makeZip(random, kind === 'zip' ? csv : makeGzip(random, csv), other));
    const dataset = await load(random, zip, signal);
    // Its name is changed in its header and in the directory: then the other one is the data set.
    const isRenamed = zip.toString('latin1').split(MAIN).length < 3;
    if (isRenamed) return `renamed, ${compareWithNaive(dataset, other)}`;
    return compareWithNaive(dataset, csv);
  },
};

/** A tar has no checksum of its files, so what a naive reader finds in it is what must come. */
export const datasetTar: FuzzTarget = {
  name: 'dataset-tar',
  prepare: sweep,
  async run(random, signal) {
    const plain = Buffer.from(await makeTar(makeCsv(random), makeCsv(random)));
    const tar = chance(random, 0.8) ? mutateTar(random, plain) : plain;
    const bytes = chance(random, 0.5) ? makeGzip(random, tar) : tar;
    const dataset = await load(random, bytes, signal);
    const files = readTarNaively(tar);
    if (files === undefined) return 'ok, but for a naive reader';
    const csv = files.find(([name]) => /\.csv$/i.test(name) && !/(^|\/)\.[^.]/.test(name));
    if (csv === undefined) throw new Error('finding: loaded from a tar without a CSV');
    return compareWithNaive(dataset, csv[1]);
  },
};

let pictures: PictureFolder;

export const datasetPictures: FuzzTarget = {
  name: 'dataset-pictures',
  async prepare() {
    await sweep();
    pictures = await preparePictures();
  },
  async run(random, signal) {
    const folder = await scratchFolder();
    const { good, bad } = await makePictureFolder(random, folder, pictures);
    const dataset = await loadDataset(folder, { cache: false, onBadRow: onBadRow(random), signal });
    const { count, skipped, images, labels } = dataset;
    if (count !== good.length || skipped.count !== bad)
      throw new Error(`finding: ${count} of ${good.length} pictures, ${skipped.count} of ${bad} skipped`);
    const seen = Array.from({ length: count }, (_, row) => {
      return `${labels[row]} ${crc32(images.subarray(row * 2304, (row + 1) * 2304))}`;
    });
    if (seen.sort().join() !== [...good].sort().join()) throw new Error('finding: other pictures or labels');
    return bad > 0 ? 'ok, some skipped' : 'ok';
  },
};

export const datasetCache: FuzzTarget = {
  name: 'dataset-cache',
  prepare: sweep,
  async run(random, signal) {
    const root = await scratchFolder();
    const [path, cache] = [join(root, 'data.csv'), join(root, 'cache')];
    const csv = makeCsv(random);
    await writeFile(path, csv);
    await loadDataset(path, { cache, signal });
    const file = join(cache, (await readdir(cache))[0]!);
    const bytes = await readFile(file);
    const isForged = chance(random, 0.4);
    await writeFile(file, isForged ? forgeHeader(random, bytes) : mutateBytes(random, bytes));
    const dataset = await loadDataset(path, { cache, signal });
    const { labels, splits, images, count } = dataset;
    if (!isForged) return compareWithNaive(dataset, csv);
    // Who puts the checksums right can write any data set there, but none that makes no sense.
    const isSound =
      labels.every((label) => label < 7 || label === 255) &&
      splits.every((split) => split < 3) &&
      images.length === count * dataset.width * dataset.height &&
      typeof dataset.name === 'string' &&
      Array.isArray(dataset.skipped.rows);
    if (!isSound) throw new Error('finding: a forged cache that makes no sense');
    return 'forged, ok';
  },
};

/** Changes a word of the header or a label, and puts both checksums right. */
function forgeHeader(random: Random, cache: Buffer): Buffer {
  const headerEnd = 24 + cache.readUInt32LE(12);
  let header = cache.toString('latin1', 24, headerEnd);
  const words = [...header.matchAll(/[0-9]+|"[a-zA-Z]+"/g)];
  const word = pick(random, words);
  const value = pick(random, [
    '0',
    '-1',
    '1e99',
    '"x"',
    'null',
    '[]',
    '{}',
    '"__proto__"',
    '9007199254740993',
    '',
  ]);
  header = header.slice(0, word.index) + value + header.slice(word.index + word[0].length);
  const body = Buffer.from(cache.subarray(headerEnd));
  if (chance(random, 0.3)) body[random.integer(8)] = random.integer(256);
  const forged = Buffer.concat([cache.subarray(0, 24), Buffer.from(header, 'latin1'), body]);
  forged.writeUInt32LE(pick(random, [header.length, header.length, 0xffffffff, 0]), 12);
  forged.writeUInt32LE(crc32(Buffer.from(header, 'latin1')), 16);
  forged.writeUInt32LE(crc32(body), 20);
  return forged;
}

export const datasetFerPlus: FuzzTarget = {
  name: 'dataset-ferplus',
  async run(random) {
    const usages = ['Training', 'PublicTest', 'PrivateTest'];
    const rows = Array.from({ length: 1 + random.integer(20) }, (_, row) => {
      const votes = FER_PLUS_COLUMNS.map(() => random.integer(11)).join(',');
      return `${usages[random.integer(3)]},fer${row}.png,${votes}`;
    });
    const text = [`Usage,Image name,${FER_PLUS_COLUMNS.join(',')}`, ...rows].join('\n');
    const mutated = mutateCsv(random, Buffer.from(text)).toString();
    const { count, votes, splits } = parseFerPlus(mutated);
    const [header = '', ...lines] = mutated
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\n');
    const names = header.split(',').map((name) => name.trim().toLowerCase());
    if (count !== lines.length) throw new Error(`finding: ${count} of ${lines.length} rows`);
    for (const [row, line] of lines.entries()) {
      const cells = line.split(',').map((cell) => cell.trim());
      const cell = (name: string) => cells[names.indexOf(name.toLowerCase())]!;
      if (splits[row] !== usages.map((one) => one.toLowerCase()).indexOf(cell('Usage').toLowerCase()))
        throw new Error(`finding: row ${row + 1} has split ${splits[row]}`);
      if (FER_PLUS_COLUMNS.some((name, at) => votes[row * 10 + at] !== Number(cell(name))))
        throw new Error(`finding: row ${row + 1} has other votes`);
    }
    return 'ok';
  },
};

export const datasetOptions: FuzzTarget = {
  name: 'dataset-options',
  run: (random) => loadWithOddOptions(random),
};
