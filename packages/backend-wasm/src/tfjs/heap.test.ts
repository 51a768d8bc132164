import type { TensorInfo } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { TfjsHeap, type TfjsWasmBackend } from './heap.ts';

/** A backend whose `malloc` gives `address`, over a memory of one page (65536 bytes). */
function heapWith(address: number) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const freed: number[] = [];
  const disposed: object[] = [];
  const backend: TfjsWasmBackend = {
    wasm: { _malloc: () => address, _free: (block) => freed.push(block) },
    dataIdMap: { get: () => ({ memoryOffset: address }) },
    makeOutput: (shape, dtype) => ({ dataId: {}, shape, dtype }) as TensorInfo,
    disposeData: (dataId) => disposed.push(dataId) > 0,
    incRef: () => undefined,
    dispose: () => undefined,
  };
  return { heap: new TfjsHeap(backend, memory), memory, freed, disposed };
}

describe('TfjsHeap', () => {
  it.each([
    ['null', 0, 16],
    ['past the end', 65536 - 8, 16],
  ])('says that memory is used up when malloc gives %s, and keeps no tensor', (_, address, elements) => {
    const { heap, disposed } = heapWith(address);
    expect(() => heap.allocate([elements])).toThrow(
      expect.objectContaining({ code: 'FER_RUNTIME_FAILED', details: { byteLength: 64, heapBytes: 65536 } }),
    );
    expect(disposed).toHaveLength(1);
    expect(() => heap.withWorkspace({ buffer: elements }, () => undefined)).toThrow(/out of memory/);
  });

  it('lends aligned buffers that do not overlap, and frees them also after an error', () => {
    const { heap, freed } = heapWith(1000);
    const work = () =>
      heap.withWorkspace({ first: 3, second: 0, third: 20 }, (at) => {
        expect(at.first % 64).toBe(0);
        expect(at.first).toBeGreaterThanOrEqual(1000);
        expect(at.second).toBeGreaterThanOrEqual(at.first + 12);
        expect(at.third).toBeGreaterThanOrEqual(at.second);
        throw new Error('kernel failed');
      });
    expect(work).toThrow('kernel failed');
    expect(freed).toEqual([1000]);
  });

  it('reads addresses past 2 GB, which Emscripten gives as negative numbers', () => {
    const { heap } = heapWith(-65536);
    expect(heap.address({ dataId: {}, shape: [1], dtype: 'float32' })).toBe(4294901760);
  });

  it('writes after the memory has grown', () => {
    const { heap, memory } = heapWith(64);
    memory.grow(1);
    heap.writeInt32(64, [7, 8]);
    heap.clear(68, 1);
    expect([...new Int32Array(memory.buffer, 64, 2)]).toEqual([7, 0]);
  });
});
