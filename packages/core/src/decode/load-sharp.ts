import { FerError } from '../errors.ts';
import { messageOf } from '../message-of.ts';

/** From where sharp is looked for: this file, or, where a bundler moved it, the running script or the folder. */
const origins = [() => import.meta.url, () => process.argv[1], () => `${process.cwd()}/`];

/**
 * Loads the installed sharp by `require`, which works in bundles, in Jest and where `import()` of it is forbidden. Node
 * only.
 *
 * @throws FerError `FER_DECODER_MISSING`, whose message says whether it is missing, broken or not permitted
 */
export function loadSharp(): unknown {
  const { createRequire } = process.getBuiltinModule('node:module');
  let missing: unknown;
  for (const origin of origins) {
    let load: () => { readonly default?: unknown };
    try {
      const from = createRequire(origin() as string);
      const path = from.resolve('sharp');
      load = () => from(path);
    } catch (cause) {
      if (isDenied(cause)) throw denied(cause);
      missing ??= cause;
      continue;
    }
    try {
      const module = load();
      // A module of ESM, should it become one, has its function beside others.
      return typeof module === 'function' ? module : module.default;
    } catch (cause) {
      throw isDenied(cause) ? denied(cause) : broken(cause);
    }
  }
  throw new FerError('FER_DECODER_MISSING', 'sharp is not installed. Run: npm install sharp', {
    cause: missing,
  });
}

/** Whether Deno forbade it; sharp puts what it was told into its own message. */
function isDenied(cause: unknown): boolean {
  return /--allow-\w+/.test(messageOf(cause));
}

function denied(cause: unknown): FerError {
  return new FerError(
    'FER_DECODER_MISSING',
    'sharp is installed, but Deno does not let it be loaded. Run with: --allow-env --allow-ffi --allow-read',
    { cause },
  );
}

function broken(cause: unknown): FerError {
  const { platform, arch, version } = process;
  const [reason] = messageOf(cause).split('\nPossible solutions');
  return new FerError(
    'FER_DECODER_MISSING',
    `sharp is installed, but cannot be loaded by Node ${version} on ${platform}-${arch} (${reason!.trim()}). Its binary ` +
      'belongs to the system on which it was installed. Run here: npm install --include=optional sharp',
    { cause },
  );
}
