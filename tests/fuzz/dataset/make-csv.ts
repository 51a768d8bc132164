import type { Random } from '@fer/core';
import { chance, pick } from './pick.ts';

const HEADERS = [
  'emotion,pixels,Usage',
  'emotion, Usage, pixels',
  'emotion,pixels',
  'pixels',
  'id,emotion,pixels,Usage',
];

/** One to four good rows in one of the dialects, with the liberties that files take. */
export function makeCsv(random: Random): Buffer {
  const header = pick(random, HEADERS);
  const quotes = chance(random, 0.2);
  const rows = Array.from({ length: 1 + random.integer(4) }, (_, row) => {
    const seed = random.integer(1 << 20);
    const cells = header.split(',').map((name) => {
      const kind = name.trim().toLowerCase();
      const text =
        kind === 'pixels'
          ? Array.from({ length: 2304 }, (_, i) => (i * 37 + seed + ((i * i) >> 5)) % 256).join(' ')
          : kind === 'emotion'
            ? String(random.integer(7))
            : kind === 'usage'
              ? ['Training', 'PublicTest', 'PrivateTest'][row % 3]!
              : `image ${row}`;
      return quotes ? `"${text}"` : text;
    });
    return cells.join(',');
  });
  const newline = pick(random, ['\n', '\r\n']);
  const text = [header, ...rows].join(newline) + (chance(random, 0.8) ? newline : '');
  return Buffer.from((chance(random, 0.1) ? '\uFEFF' : '') + text);
}

const INSERTS = [
  '\n',
  '\r',
  '\r\n',
  '\0',
  ' ',
  '\t',
  ',',
  '"',
  '""',
  '"""',
  '\uFEFF',
  '-1',
  '256',
  '999',
  '0001',
  '1e2',
  '1.5',
  '-',
  '+7',
  '4294967296',
  '9'.repeat(400),
  ' '.repeat(70_000),
  'constructor',
  '__proto__',
  'toString',
  'é',
  '\xa0',
  ',,',
  '\n\n',
  '"a ""b"", c"',
  '=1+1',
  '\ud800',
];
const WORDS = [
  'constructor',
  '__proto__',
  'valueOf',
  'Training ',
  'training2',
  'PublicTest',
  'Angry',
  '7',
  '-0',
  '03',
  '',
  'happy',
];

/** Changes a CSV in a place or two, often where it hurts: at a digit, a label, a usage, a line's end. */
export function mutateCsv(random: Random, csv: Buffer): Buffer {
  let bytes = csv;
  for (let change = random.integer(3); change >= 0; change--) bytes = mutateOnce(random, bytes);
  return bytes;
}

function mutateOnce(random: Random, csv: Buffer): Buffer {
  const at = random.integer(csv.length + 1);
  const splice = (start: number, end: number, text: string) =>
    Buffer.concat([csv.subarray(0, start), Buffer.from(text), csv.subarray(end)]);
  switch (random.integer(8)) {
    case 0: // a digit for another
      return splice(at, at + 1, String(random.integer(10)));
    case 1:
      return splice(at, at, pick(random, INSERTS));
    case 2: // a byte
      return Buffer.concat([csv.subarray(0, at), Buffer.of(random.integer(256)), csv.subarray(at + 1)]);
    case 3: // cut short
      return csv.subarray(0, at);
    case 4: // a piece out
      return splice(at, at + random.integer(pick(random, [3, 20, 9000])), '');
    case 5: {
      // another label or usage, or another header
      const text = csv.toString('latin1');
      const cells = [
        ...text.matchAll(/(?<=[,\n"])(\d|Training|PublicTest|PrivateTest|emotion|pixels|Usage)(?=[,\r\n"])/g),
      ];
      if (cells.length === 0) return csv;
      const cell = pick(random, cells);
      return splice(cell.index, cell.index + cell[0].length, pick(random, WORDS));
    }
    case 6: {
      // a piece again
      const end = Math.min(csv.length, at + random.integer(20_000));
      return Buffer.concat([csv.subarray(0, end), csv.subarray(at, end), csv.subarray(end)]);
    }
    default: {
      // spaces at the start of a line or the end of a cell
      const line = csv.indexOf('\n', at) + 1;
      return splice(line, line, pick(random, [' ', '  \r', '\n', `${' '.repeat(30)}`, '"']));
    }
  }
}
