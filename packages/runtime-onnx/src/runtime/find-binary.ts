import type { RuntimeSupport } from '@fer/core';

/** Those that its package.json lets it be installed on. */
const PLATFORMS: readonly string[] = ['linux', 'win32', 'darwin'];

/** What to look for, and where. */
export interface BinaryQuery {
  /** The folder of the installed `onnxruntime-node`, or `undefined` if there is none. */
  readonly folder: string | undefined;
  /** As `process.platform` and `process.arch` say. */
  readonly platform: string;
  readonly arch: string;
}

/** The folder of `onnxruntime-node` as it is resolved from this package, or `undefined` if it is not installed. */
export function findPackage(): string | undefined {
  const { createRequire } = process.getBuiltinModule('node:module');
  const { dirname } = process.getBuiltinModule('node:path');
  try {
    return dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  } catch {
    return undefined;
  }
}

/** Whether `onnxruntime-node` has a native library for a platform; starts nothing. */
export function findBinary({ folder, platform, arch }: BinaryQuery): RuntimeSupport {
  const wanted = `${platform}-${arch}`;
  if (!PLATFORMS.includes(platform)) {
    return {
      supported: false,
      reason: `onnxruntime-node cannot be installed on ${wanted}; use the wasm runtime.`,
    };
  }
  if (folder === undefined) {
    return {
      supported: false,
      reason:
        'onnxruntime-node is not installed: "ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node". Without that setting its installation fetches CUDA libraries from nuget.org on linux-x64, and npm leaves it out where that fails.',
    };
  }
  const available = listBinaries(folder);
  if (available.includes(wanted)) return { supported: true };
  return {
    supported: false,
    reason: `onnxruntime-node has no native library for ${wanted} (it has ${available.join(', ') || 'none'}); use the wasm runtime.`,
  };
}

/** The libraries lie at `bin/<Node-API version>/<platform>/<arch>/onnxruntime_binding.node`. */
function listBinaries(folder: string): string[] {
  const { existsSync, readdirSync } = process.getBuiltinModule('node:fs');
  const { join } = process.getBuiltinModule('node:path');
  const list = (...path: string[]): string[] => {
    const directory = join(folder, 'bin', ...path);
    return existsSync(directory) ? readdirSync(directory) : [];
  };
  return list().flatMap((api) =>
    list(api).flatMap((platform) =>
      list(api, platform)
        .filter((arch) => existsSync(join(folder, 'bin', api, platform, arch, 'onnxruntime_binding.node')))
        .map((arch) => `${platform}-${arch}`),
    ),
  );
}
