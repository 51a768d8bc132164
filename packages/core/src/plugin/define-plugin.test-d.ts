import { expectTypeOf } from 'vitest';
import type { Runtime } from '../extension-points/runtime.ts';
import { definePlugin } from './define-plugin.ts';
import { createRegistry } from './registry.ts';

declare const base: Omit<Runtime, 'id'>;

const plugin = definePlugin({
  name: 'mine',
  apiVersion: 1,
  contributes: { runtimes: [{ ...base, id: 'fast' }] },
});

// Ids stay literal types, and a lookup knows what it looks up.
expectTypeOf(plugin.contributes.runtimes[0].id).toEqualTypeOf<'fast'>();
expectTypeOf(createRegistry([plugin]).runtimes.get('fast')).toEqualTypeOf<Runtime>();

definePlugin({
  name: 'mine',
  apiVersion: 1,
  // @ts-expect-error there is no such extension point
  contributes: { runtime: [] },
});
// @ts-expect-error the version must be the one of this package
definePlugin({ name: 'mine', apiVersion: 2, contributes: {} });
