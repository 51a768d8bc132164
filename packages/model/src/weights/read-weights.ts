import { FerError, type NamedTensor, sha256, type WeightsFiles } from '@fer/core';
import { decodeFloat16 } from './float16.ts';
import { MANIFEST_FILE, type ShardEntry, type TensorEntry } from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import type { Weights } from './weights.ts';

/**
 * Reads a weights directory and checks that every byte is the one that was written. Whether the tensors fit the
 * architecture is for `defineModel` to say.
 *
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` if a file is missing, `FER_WEIGHTS_FORMAT` if the manifest is not valid,
 * `FER_WEIGHTS_CORRUPT` if a shard is not what the manifest says; the reason of `signal`
 */
export async function readWeights(
  files: WeightsFiles,
  options: { signal?: AbortSignal } = {},
): Promise<Weights> {
  const { signal } = options;
  signal?.throwIfAborted();
  const { location } = files;
  const manifest = parseManifest(await files.read(MANIFEST_FILE, { signal }), location);
  const shards = new Map(
    await Promise.all(
      manifest.shards.map(async (shard) => {
        const bytes = await files.read(shard.fileName, { signal });
        await assertIntact(bytes, shard, location);
        return [shard.fileName, bytes] as const;
      }),
    ),
  );
  signal?.throwIfAborted();

  const tensors = new Map<string, NamedTensor>();
  for (const entry of manifest.tensors) {
    tensors.set(entry.name, { shape: entry.shape, data: decode(shards.get(entry.shard)!, entry) });
  }
  const { architecture, labels, input, licence, training, createdBy } = manifest;
  return { architecture, labels, input, licence, training, createdBy, tensors };
}

async function assertIntact(bytes: Uint8Array, shard: ShardEntry, location: string): Promise<void> {
  const { fileName } = shard;
  if (bytes.length !== shard.byteLength) {
    throw corrupt(location, fileName, `has ${bytes.length} bytes instead of ${shard.byteLength}`);
  }
  const checksum = await sha256(bytes);
  if (checksum !== shard.sha256) {
    throw corrupt(location, fileName, `has the SHA-256 ${checksum} instead of ${shard.sha256}`);
  }
}

function corrupt(location: string, fileName: string, problem: string): FerError {
  return new FerError(
    'FER_WEIGHTS_CORRUPT',
    `The file ${fileName} of the weights ${location} ${problem}. Fetch or save the weights again.`,
    { details: { location, fileName } },
  );
}

/** Little endian, as every platform that runs JavaScript is. */
function decode(shard: Uint8Array, { dtype, byteOffset, byteLength }: TensorEntry): Float32Array {
  // A copy, because typed arrays must begin at a multiple of their element size, and shards need not be kept.
  const { buffer } = new Uint8Array(shard.subarray(byteOffset, byteOffset + byteLength));
  return dtype === 'float16' ? decodeFloat16(new Uint16Array(buffer)) : new Float32Array(buffer);
}
