import { isNode } from './decode/platform.ts';

/** How many cores this process or page may use; 1 where nobody may ask (Deno without --allow-sys). */
export function availableCores(): number {
  if (!isNode()) return navigator.hardwareConcurrency ?? 1;
  try {
    return process.getBuiltinModule('node:os').availableParallelism();
  } catch {
    return 1;
  }
}
