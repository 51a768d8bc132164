/** A row of a made-up CSV; what is left out is good. */
export interface TinyRow {
  readonly emotion?: string | number;
  readonly usage?: string;
  readonly pixels?: string;
}

/** 2,304 levels with one, two and three digits, other ones in each row. */
export function tinyPixels(row: number): number[] {
  return Array.from({ length: 2304 }, (_, i) => (i * 37 + row * 101 + ((i * i) >> 5)) % 256);
}

/** The three rows that most tests read, one of each split. */
export const TINY_ROWS: readonly TinyRow[] = [
  { emotion: 0, usage: 'Training' },
  { emotion: 6, usage: 'PublicTest' },
  { emotion: 3, usage: 'PrivateTest' },
];

/** Rows as the text of `fer2013.csv`. */
export function tinyCsv(rows: readonly TinyRow[] = TINY_ROWS): string {
  const lines = rows.map(({ emotion = 0, usage = 'Training', pixels }, row) => {
    return `${emotion},${pixels ?? tinyPixels(row).join(' ')},${usage}`;
  });
  return `${['emotion,pixels,Usage', ...lines].join('\n')}\n`;
}

/** What reading `TINY_ROWS` must give. */
export const TINY_EXPECTED = {
  count: 3,
  labels: [0, 6, 3],
  splits: [0, 1, 2],
  images: [0, 1, 2].flatMap(tinyPixels),
};

/** A data set's arrays as plain lists, for comparing with `TINY_EXPECTED`. */
export function plain(dataset: {
  readonly count: number;
  readonly labels: Uint8Array;
  readonly splits: Uint8Array;
  readonly images: Uint8Array;
}) {
  const { count, labels, splits, images } = dataset;
  return { count, labels: [...labels], splits: [...splits], images: [...images] };
}

/** Text or bytes in chunks of `size`, all in one buffer that is used again, as readers of files do. */
export async function* inChunks(data: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const buffer = new Uint8Array(size);
  for (let start = 0; start < bytes.length; start += size) {
    const part = bytes.subarray(start, start + size);
    buffer.fill(0x39);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}
