import type { RuntimeSupport } from '@fer/core';

/** A program that runs here, and where its packages lie. */
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
  if (folder === undefined) {
    return {
      supported: false,
      reason:
        'onnxruntime-node is not installed. It comes with @fer/runtime-onnx unless its own installation fails, which fetches CUDA libraries from nuget.org on linux-x64: "ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node" does without them.',
    };
  }
  const available = listBinaries(folder);
  const wanted = `${platform}-${arch}`;
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
