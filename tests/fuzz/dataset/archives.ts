import { gzipSync } from 'node:zlib';
import type { Random } from '@fer/core';
import { strToU8, zipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { chance, pick } from './pick.ts';

export const MAIN = 'data/fer2013.csv';
export const OTHER = 'data/train.csv';
const README = strToU8('Not the data.');

/** A zip of a CSV, of another one that is not to be taken, and of a file that is none. */
export function makeZip(random: Random, csv: Uint8Array, other: Uint8Array): Buffer {
  const level = pick(random, [0, 1, 6] as const);
  const files = { 'data/README': README, [MAIN]: csv, [OTHER]: other };
  const zip = Buffer.from(zipSync(files, { level }));
  return chance(random, 0.3) ? widen(zip) : zip;
}

/** Puts a ZIP64 end before the end of a zip, and all ones into the fields that it replaces (APPNOTE 4.3.14 to 4.3.16). */
function widen(zip: Buffer): Buffer {
  const end = zip.length - 22;
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(zip.readUInt16LE(end + 10)), at);
  record.writeBigUInt64LE(BigInt(zip.readUInt32LE(end + 12)), 40);
  record.writeBigUInt64LE(BigInt(zip.readUInt32LE(end + 16)), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(end), 56 + 8);
  record.writeUInt32LE(1, 56 + 16);
  const wide = Buffer.concat([zip.subarray(0, end), record, zip.subarray(end)]);
  wide.fill(0xff, wide.length - 22 + 8, wide.length - 22 + 20);
  return wide;
}

const SIZES = [0, 1, 2, 29, 30, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Where the fields of a zip's records are, and how long: the local headers', the directory's, the two ends'. */
const FIELDS: readonly (readonly [
  signature: string,
  fields: readonly (readonly [at: number, bytes: 2 | 4 | 8])[],
])[] = [
  [
    'PK\x03\x04',
    [
      [6, 2],
      [8, 2],
      [14, 4],
      [18, 4],
      [22, 4],
      [26, 2],
      [28, 2],
    ],
  ],
  [
    'PK\x01\x02',
    [
      [8, 2],
      [10, 2],
      [16, 4],
      [20, 4],
      [24, 4],
      [28, 2],
      [30, 2],
      [32, 2],
      [42, 4],
    ],
  ],
  [
    'PK\x05\x06',
    [
      [4, 2],
      [6, 2],
      [8, 2],
      [10, 2],
      [12, 4],
      [16, 4],
      [20, 2],
    ],
  ],
  [
    'PK\x06\x06',
    [
      [4, 8],
      [16, 4],
      [24, 8],
      [32, 8],
      [40, 8],
      [48, 8],
    ],
  ],
  [
    'PK\x06\x07',
    [
      [4, 4],
      [8, 8],
      [16, 4],
    ],
  ],
];

function placesOf(bytes: Buffer, signature: string): number[] {
  const places: number[] = [];
  const needle = Buffer.from(signature, 'latin1');
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) places.push(at);
  return places;
}

export function mutateZip(random: Random, zip: Buffer): Buffer {
  const entries = placesOf(zip, 'PK\x01\x02');
  switch (random.integer(7)) {
    case 0: {
      // an entry of the directory twice, all counts and sizes put right
      const [start, stop] = [pick(random, entries), zip.lastIndexOf('PK\x05\x06')];
      const next = entries.find((entry) => entry > start) ?? stop;
      const doubled = Buffer.concat([zip.subarray(0, next), zip.subarray(start, next), zip.subarray(next)]);
      const end = stop + next - start;
      for (const at of [8, 10])
        doubled.writeUInt16LE((doubled.readUInt16LE(end + at) + 1) & 0xffff, end + at);
      doubled.writeUInt32LE((doubled.readUInt32LE(end + 12) + next - start) >>> 0, end + 12);
      return doubled;
    }
    case 1: {
      // fewer entries, as the end says
      const end = zip.lastIndexOf('PK\x05\x06');
      const count = random.integer(3);
      for (const at of [8, 10]) zip.writeUInt16LE(count, end + at);
      if (chance(random, 0.5)) zip.writeUInt32LE((entries[count] ?? 0) - entries[0]!, end + 12);
      return zip;
    }
    case 2: {
      // two entries of one place
      const [from, to] = [pick(random, entries), pick(random, entries)];
      zip.copy(zip, to + 42, from + 42, from + 46);
      if (chance(random, 0.5)) zip.copy(zip, to + 16, from + 16, from + 28);
      return zip;
    }
    case 3:
      return mutateBytes(random, zip);
    default: {
      for (let change = random.integer(3); change >= 0; change--) {
        const [signature, fields] = pick(random, FIELDS);
        const places = placesOf(zip, signature);
        if (places.length > 0) setField(random, zip, pick(random, places), pick(random, fields));
      }
      return zip;
    }
  }
}

function setField(
  random: Random,
  bytes: Buffer,
  record: number,
  [at, length]: readonly [number, 2 | 4 | 8],
): void {
  const place = record + at;
  if (place + length > bytes.length) return;
  const near = (length === 2 ? bytes.readUInt16LE(place) : bytes.readUInt32LE(place)) + random.integer(7) - 3;
  const value = chance(random, 0.4)
    ? Math.max(0, near)
    : pick(random, [...SIZES, random.integer(bytes.length)]);
  if (length === 2) bytes.writeUInt16LE(value & 0xffff, place);
  else if (length === 4) bytes.writeUInt32LE(value >>> 0, place);
  else
    bytes.writeBigUInt64LE((BigInt(value) << pick(random, [0n, 0n, 21n, 31n])) & ((1n << 64n) - 1n), place);
}

export function makeTar(csv: Uint8Array, other: Uint8Array): Promise<Uint8Array> {
  const files: readonly (readonly [string, Uint8Array])[] = [
    ['data/README', README],
    [MAIN, csv],
    [OTHER, other],
  ];
  return packTar(files.map(([name, body]) => ({ header: { name, size: body.length }, body })));
}

const TAR_NUMBERS = [
  '',
  '-1',
  '00000000009',
  '77777777777',
  '1e3',
  '0x10',
  ' 12',
  '\x80\0\0\0\0\0\0\0\0\0\0\x07',
  '\xff'.repeat(12),
];
const PAX = [
  '12 size=999\n',
  '9 size=-\n',
  '10 size=-5\n',
  '11 size=1e3\n',
  '99999 path=x\n',
  '0 path=x\n',
  '20 path=new/fer2.csv\n',
  '-5 path=x\n',
  '18 __proto__=evil\n',
  '30 size=9007199254740993000000\n',
  'path=x\n',
  `${'9'.repeat(300)} a=b\n`,
  '',
];

/** Changes the headers of a tar, mostly with the checksum put right afterwards. */
export function mutateTar(random: Random, tar: Buffer): Buffer {
  const headers = placesOf(tar, 'ustar')
    .map((at) => at - 257)
    .filter((at) => at >= 0 && at % 512 === 0);
  const header = pick(random, headers);
  switch (random.integer(6)) {
    case 0:
      return mutateBytes(random, tar);
    case 1:
      tar.fill(0, header + 124, header + 136);
      tar.write(pick(random, TAR_NUMBERS), header + 124, 12, 'latin1');
      break;
    case 2:
      tar.write(pick(random, ['x', 'g', 'L', 'K', 'S', '1', '5', '7', '\0', 'D']), header + 156, 'latin1');
      break;
    case 3: {
      // a pax header of its own before a member
      const body = pick(random, PAX);
      const pax = Buffer.alloc(1024);
      tar.copy(pax, 0, header, header + 512);
      pax.write(body, 512, 'latin1');
      pax.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
      pax.write(pick(random, ['x', 'g']), 156);
      return Buffer.concat([tar.subarray(0, header), signTar(pax, 0), tar.subarray(header)]);
    }
    case 4: // a header lost
      tar.fill(0, header, header + 512);
      return tar;
    default:
      tar[header + random.integer(512)] = random.integer(256);
  }
  return chance(random, 0.9) ? signTar(tar, header) : tar;
}

function signTar(tar: Buffer, header: number): Buffer {
  tar.fill(' ', header + 148, header + 156);
  const sum = tar.subarray(header, header + 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, header + 148);
  return tar;
}

/**
 * A tar's files, read from its rules: the octal length of each header and what follows it.
 *
 * @returns `undefined` where it uses what came after POSIX.1-1988: pax, long names, numbers in bytes
 */
export function readTarNaively(tar: Buffer): (readonly [name: string, body: Buffer])[] | undefined {
  const files: [string, Buffer][] = [];
  for (let at = 0; at + 512 <= tar.length && !tar.subarray(at, at + 512).every((byte) => byte === 0); ) {
    const text = (start: number, length: number) =>
      tar.toString('latin1', at + start, at + start + length).split('\0')[0]!;
    const type = text(156, 1) || '0';
    if ('xgL'.includes(type) || !/^ *[0-7]+ *$/.test(text(124, 12))) return undefined;
    const size = '123456'.includes(type) ? 0 : Number.parseInt(text(124, 12), 8);
    const prefix = text(345, 155);
    const name = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
    if ('07'.includes(type)) files.push([name, tar.subarray(at + 512, at + 512 + size)]);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** A gzip, its members one or two, with or without what may stand in its header (RFC 1952). */
export function makeGzip(random: Random, bytes: Buffer): Buffer {
  const level = pick(random, [0, 1, 6]);
  const cut = chance(random, 0.2) ? random.integer(bytes.length) : bytes.length;
  const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].filter(
    (part, index) => index === 0 || part.length > 0,
  );
  return Buffer.concat(parts.map((part) => gzipSync(part, { level })));
}

export function mutateGzip(random: Random, gzip: Buffer): Buffer {
  const kind = random.integer(3);
  if (kind === 0) gzip[random.integer(10)] = random.integer(256);
  if (kind === 1) gzip.writeUInt32LE(pick(random, SIZES), gzip.length - pick(random, [4, 8]));
  return kind === 2 ? mutateBytes(random, gzip) : gzip;
}

/** Cut short, longer, a byte changed, a piece moved. */
export function mutateBytes(random: Random, bytes: Buffer): Buffer {
  const at = random.integer(bytes.length);
  const junk = Buffer.alloc(1 + random.integer(600), pick(random, [0, 0x50, 0xff]));
  switch (random.integer(4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes, junk]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), junk, bytes.subarray(at)]);
    default:
      bytes[at]! ^= 1 << random.integer(8);
      return bytes;
  }
}
