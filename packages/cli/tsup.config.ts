import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

// With tsup's `treeshake` CommonJS keeps its `import()`, which a plugin needs that is an ES module at an address.
export default defineConfig({ ...base, entry: ['src/index.ts'], treeshake: true });
