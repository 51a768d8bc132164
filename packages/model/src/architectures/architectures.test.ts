import { architectureContract } from '@fer/core/test';
import { describe, it } from 'vitest';
import { builtinPlugin } from '../builtin-plugin.ts';

describe.each([...builtinPlugin.contributes.architectures])('$id', (architecture) => {
  for (const { name, run } of architectureContract(architecture)) it(name, run);
});
