import type { LayerResult } from '../layers.ts';
import { markdownTable, round, times } from './markdown.ts';

/** A row for each layer and batch size. GFLOP/s are of the direct algorithm, whatever runs. */
export function layersTable(results: readonly LayerResult[]): string {
  return markdownTable(
    ['layer', 'input → output', 'batch', 'GFLOP/s', 'tfjs-wasm', 'faster', 'what ran'],
    results.map(({ network, operation, batch, ours, tfjs, paths }) => {
      const gigaflops = (ms: number) => round((operation.flops * batch) / ms / 1e6);
      const window = 'window' in operation ? `${operation.window.join('×')} ` : '';
      return [
        `${network} ${operation.layer}`,
        `${window}${operation.input.join('×')} → ${operation.output.join('×')}`,
        batch,
        gigaflops(ours.median),
        gigaflops(tfjs.median),
        times(tfjs.median / ours.median),
        paths.map((path) => `\`${path}\``).join(' ') || 'tfjs',
      ];
    }),
  );
}
