import type { ForeignFiles, ReadFormatOptions } from '@fer/core';
import type { StoredTensor } from '../assign-weights.ts';
import { damaged, notAsFormat } from '../failures.ts';
import { decodeText, isObject, type JsonObject, parseJsonObject } from '../json.ts';
import { readAll } from '../read-all.ts';
import { readManifest, type ShardGroup, storedTensors } from './weights-manifest.ts';

/** A `model.json` of TensorFlow.js. */
export interface ModelJson {
  readonly name: string;
  readonly model: JsonObject;
  /** Whether it is a graph of operations, and not of layers. */
  readonly isGraph: boolean;
}

/** Most bytes of `model.json`. */
const MOST_JSON_BYTES = 2 ** 24;

/** The `model.json` among the files; undefined if there is none. */
export async function findModelJson(
  files: ForeignFiles,
  { maxBytes, signal }: Pick<ReadFormatOptions, 'maxBytes' | 'signal'>,
): Promise<ModelJson | undefined> {
  for (const name of files.names.filter((one) => one.toLowerCase().endsWith('.json'))) {
    const limit = Math.min(maxBytes, MOST_JSON_BYTES);
    const bytes = await files.read(name, { maxBytes: limit, ...(signal && { signal }) });
    let model: JsonObject;
    try {
      model = parseJsonObject(decodeText(bytes, name), name);
    } catch {
      continue;
    }
    const { modelTopology, weightsManifest, format } = model;
    if (modelTopology === undefined || weightsManifest === undefined) continue;
    const hasNodes = isObject(modelTopology) && modelTopology.node !== undefined;
    return { name, model, isGraph: format === 'graph-model' || hasNodes };
  }
  return undefined;
}

/** @throws FerError as `WeightsFormat.read`, if there is no `model.json` */
export async function readModelJson(files: ForeignFiles, options: ReadFormatOptions): Promise<ModelJson> {
  options.signal?.throwIfAborted();
  const found = await findModelJson(files, options);
  if (found !== undefined) return found;
  // What is too large, or not there, says so.
  await readAll(files, options);
  throw notAsFormat('The files', 'hold no model.json with `modelTopology` and `weightsManifest`.');
}

/** The program that wrote it. */
export function producerOf({ generatedBy, convertedBy }: JsonObject): string | undefined {
  const producer = [generatedBy, convertedBy].find((one) => typeof one === 'string');
  return (producer as string | undefined)?.slice(0, 100);
}

/** All tensors of its shards. */
export async function readTensors(
  files: ForeignFiles,
  { name, model }: ModelJson,
  { maxBytes, signal }: ReadFormatOptions,
): Promise<StoredTensor[]> {
  const tensors: StoredTensor[] = [];
  let left = maxBytes;
  for (const group of readManifest(model.weightsManifest, name)) {
    const bytes = await readShards(files, group, left, signal);
    left -= bytes.length;
    tensors.push(...storedTensors(group, bytes, name));
  }
  return tensors;
}

async function readShards(
  files: ForeignFiles,
  { paths }: ShardGroup,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const path of paths) {
    const part = await files.read(path, { maxBytes: maxBytes - length, ...(signal && { signal }) });
    parts.push(part);
    length += part.length;
  }
  if (length > maxBytes) throw damaged('The shards', `have more than ${maxBytes} bytes.`);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
