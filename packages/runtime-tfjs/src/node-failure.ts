import { FerError } from '@fer/core';

const PACKAGE = '@tensorflow/tfjs-node';
const REBUILD = `"npm rebuild ${PACKAGE} --build-addon-from-source" (it needs Python and a C++ compiler)`;

/**
 * Causes and remedies, by what Node and tfjs-node 4.22 say: tfjs-node/dist/index.js, and github.com/tensorflow/tfjs
 * issues 8581, 8579, 8511 and 8609. The first that fits counts.
 */
const KNOWN: readonly { readonly says: RegExp; readonly means: string }[] = [
  {
    says: /isNullOrUndefined|util_\d+\.is[A-Z]\w+\)? is not a function/,
    means: 'It calls functions that Node 23 removed: use Node 22, or a newer release of it if there is one',
  },
  {
    says: /can not be found at path|Cannot find module .*tfjs_binding/,
    means: `Its native library was not built when it was installed: ${REBUILD}`,
  },
  {
    says: /NODE_MODULE_VERSION|did not self-register/,
    means: `Its native library was built for another Node: ${REBUILD}`,
  },
  {
    says: /specified module could not be found/,
    means:
      'Windows does not find the library of TensorFlow: copy deps\\lib\\tensorflow.dll of the package into its folder lib\\napi-v8',
  },
  {
    says: /ld-linux|__\w+_chk|symbol not found/,
    means:
      'Its native library needs glibc, which Alpine Linux has not: take an image on Debian (node:slim, say)',
  },
];

const UNKNOWN = `Its native library must fit this Node: ${REBUILD}`;

/**
 * Says why `@tensorflow/tfjs-node`, which is installed, does not start, and what to do.
 *
 * @param cause what it threw
 */
export function nodeFailure(cause: unknown): FerError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const { version, versions, platform, arch } = process;
  const remedy = KNOWN.find(({ says }) => says.test(message))?.means ?? UNKNOWN;
  return new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `${PACKAGE} is installed but does not work in Node ${version} (ABI ${versions.modules}) on ${platform}-${arch}: ${firstSentence(message)}. ${remedy}. Or use another runtime: wasm, or onnx of @fer/runtime-onnx.`,
    {
      details: { package: PACKAGE, node: version, abi: versions.modules, platform, arch },
      cause,
    },
  );
}

/** The rest is advice on things that are not here, or a trail of files. */
function firstSentence(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ');
  return line.split(/\.(?: |$)| Require stack:/)[0]!;
}
