/**
 * The child process of `read-csv.ts`: reads the CSV once in one way and prints what it cost.
 *
 *   node read-csv-readers.js <reader> <csv>
 */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadDataset, parseFer2013Csv } from '@fer/dataset';
import { parse } from 'csv-parse';
import Papa from 'papaparse';

interface Faces {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const IMAGE_PIXELS = 48 * 48;

/** Rows as text, for the readers that give text. Turning text into levels is the same quick loop for all of them. */
class TextRows {
  readonly #images: Uint8Array[] = [];
  readonly #labels: number[] = [];

  add(emotion: string, pixels: string): void {
    const image = new Uint8Array(IMAGE_PIXELS);
    let level = 0;
    let to = 0;
    for (let i = 0; i < pixels.length; i++) {
      const digit = pixels.charCodeAt(i) - 48;
      if (digit >= 0) level = level * 10 + digit;
      else {
        image[to++] = level;
        level = 0;
      }
    }
    image[to] = level;
    this.#images.push(image);
    this.#labels.push(Number(emotion));
  }

  finish(): Faces {
    const images = new Uint8Array(this.#images.length * IMAGE_PIXELS);
    for (const [row, image] of this.#images.entries()) images.set(image, row * IMAGE_PIXELS);
    return { images, labels: Uint8Array.from(this.#labels) };
  }
}

interface TextRow {
  readonly emotion: string;
  readonly pixels: string;
}

const readers: Record<string, (path: string) => Promise<Faces>> = {
  '@fer/dataset': (path) => loadDataset(path, { cache: false }),

  '@fer/dataset, no MD5': (path) =>
    parseFer2013Csv(createReadStream(path, { highWaterMark: 1 << 20 }), { totalBytes: statSync(path).size }),

  papaparse: (path) =>
    new Promise((resolve, reject) => {
      const rows = new TextRows();
      Papa.parse<TextRow>(createReadStream(path), {
        header: true,
        skipEmptyLines: true,
        step: ({ data }) => rows.add(data.emotion, data.pixels),
        complete: () => resolve(rows.finish()),
        error: reject,
      });
    }),

  'csv-parse': async (path) => {
    const rows = new TextRows();
    const records = createReadStream(path).pipe(parse({ columns: true }));
    for await (const { emotion, pixels } of records as AsyncIterable<TextRow>) rows.add(emotion, pixels);
    return rows.finish();
  },

  'node:readline and split': async (path) => {
    const rows = new TextRows();
    let isHeader = true;
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const [emotion, pixels] = line.split(',');
      if (!isHeader) rows.add(emotion!, pixels!);
      isHeader = false;
    }
    return rows.finish();
  },
};

const [name, path] = process.argv.slice(2);
if (name === 'list') {
  process.stdout.write(JSON.stringify(Object.keys(readers)));
} else {
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  const { images, labels } = await readers[name!]!(path!);
  const wallMs = performance.now() - start;
  const cpu = process.cpuUsage(cpuStart);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const digest = createHash('md5').update(images).update(labels).digest('hex');
  const cpuMs = (cpu.user + cpu.system) / 1000;
  process.stdout.write(JSON.stringify({ wallMs, cpuMs, peakBytes, rows: labels.length, digest }));
}
