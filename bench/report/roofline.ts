import type { RooflineResult } from '../roofline.ts';
import { markdownTable, round } from './markdown.ts';

/** Layers that take less of their network's least time are left out of the table; its sums have them. */
const LEAST_SHARE = 0.02;

/** The peaks, and the layers that matter. */
export function rooflineTables([result]: readonly RooflineResult[]): string {
  const { peaks, layers } = result!;
  const products = peaks.matrixProducts.map(({ side, gigaflops }) => `${side}³ ${round(gigaflops)}`);
  const bandwidths = markdownTable(
    ['buffer, KiB', 'read, GB/s', 'copy, GB/s'],
    peaks.bandwidths.map(({ bufferBytes, readGB, copyGB }) => [
      bufferBytes / 1024,
      round(readGB),
      round(copyGB),
    ]),
  );
  const totals = new Map(
    layers.filter(isTotal).map(({ layer, batch, leastMs }) => [`${networkOf(layer)} ${batch}`, leastMs]),
  );
  const shown = layers.filter(
    ({ layer, batch, leastMs }) => leastMs >= LEAST_SHARE * totals.get(`${networkOf(layer)} ${batch}`)!,
  );
  const table = markdownTable(
    ['layer', 'batch', 'MFLOP', 'kB', 'FLOP a byte', 'bound by', 'least ms'],
    shown.map((row) => [
      row.layer,
      row.batch,
      row.MFLOP,
      row.kB,
      row['FLOP a byte'],
      row.bound,
      round(row.leastMs),
    ]),
  );
  return [
    `Multiply-adds at best: ${round(peaks.arithmetic)} GFLOP/s. Our matrix product: ${products.join(', ')} GFLOP/s.`,
    bandwidths,
    table,
  ].join('\n\n');
}

function isTotal({ layer }: { readonly layer: string }): boolean {
  return layer.endsWith(', all');
}

function networkOf(layer: string): string {
  return layer.split(/,? /)[0]!;
}
