import { defineConfig } from 'tsup';
import { base, dts } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    'left-out': 'src/left-out.ts',
    'only-in-node': 'src/decode/only-in-node.ts',
    'test/index': 'src/test/index.ts',
  },
  dts: { ...dts, entry: { index: 'src/index.ts', 'test/index': 'src/test/index.ts' } },
});
