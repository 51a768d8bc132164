import { describe, expect, it } from 'vitest';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint-format.ts';
import type { TrainConfig } from './config.ts';
import { initialState } from './state.ts';

const checkpoint: Checkpoint = {
  config: { runtime: 'wäsm', seed: 3 } as TrainConfig,
  state: { ...initialState(), epoch: 2, running: { loss: 1 / 3, correct: 5, images: 9 } },
  tensors: new Map([
    ['weights/a', Float32Array.of(0.1, -0, Number.MAX_VALUE, 1e-40)],
    ['empty', new Float32Array(0)],
    ['best/a', Float32Array.of(1, 2, 3)],
  ]),
};

const rejects = (bytes: Uint8Array, code: string) =>
  expect(decodeCheckpoint(bytes, '/runs/7')).rejects.toMatchObject({
    code,
    details: { location: '/runs/7' },
  });

describe('a checkpoint', () => {
  it('comes back as it was, also from a Buffer at an odd offset', async () => {
    const bytes = await encodeCheckpoint(checkpoint);
    const shifted = Buffer.alloc(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    for (const form of [bytes, shifted]) {
      const back = await decodeCheckpoint(form, 'here');
      expect(back).toEqual(checkpoint);
      expect(Object.is(back.tensors.get('weights/a')![1], -0)).toBe(true);
    }
  });

  it('is refused wherever a byte is changed', async () => {
    const bytes = await encodeCheckpoint(checkpoint);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      await rejects(changed, 'FER_CHECKPOINT_CORRUPT');
    }
  });

  it('is refused wherever it is cut off', async () => {
    const bytes = await encodeCheckpoint(checkpoint);
    for (const length of [0, 1, 7, 12, 75, 76, 77, 200, bytes.length - 65, bytes.length - 1]) {
      await rejects(bytes.subarray(0, length), 'FER_CHECKPOINT_CORRUPT');
    }
  });

  it('is told from one of a later format', async () => {
    const { sha256 } = await import('@fer/core');
    const bytes = await encodeCheckpoint(checkpoint);
    bytes[7] = 2;
    bytes.set(new TextEncoder().encode(await sha256(bytes.subarray(0, -64))), bytes.length - 64);
    await rejects(bytes, 'FER_CHECKPOINT_MISMATCH');
  });
});
