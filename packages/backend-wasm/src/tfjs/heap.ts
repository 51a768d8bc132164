import { FerError } from '@fer/core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** What this package uses of tfjs's wasm backend; its published types leave out `asm`. */
export interface TfjsWasmBackend {
  readonly wasm: {
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    _malloc(byteLength: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  disposeData(dataId: object, force?: boolean): boolean;
  incRef(dataId: object): void;
  dispose(): void;
}

const alignment = 64;

/**
 * tfjs-backend-wasm's heap: where its tensors lie, and room for new ones.
 *
 * Only Emscripten may grow the memory, and every growth detaches the views, so none is kept here. Addresses past
 * 2 GB come out of Emscripten negative; `>>> 0` makes them whole.
 */
export class TfjsHeap {
  readonly #backend: TfjsWasmBackend;
  readonly #memory: WebAssembly.Memory;
  /** What `_malloc` gave, by the aligned address within it. */
  readonly #reserved = new Map<number, number>();

  constructor(backend: TfjsWasmBackend, memory: WebAssembly.Memory) {
    this.#backend = backend;
    this.#memory = memory;
  }

  /** The byte offset of a tensor's data; valid until the tensor is disposed. */
  address(tensor: TensorInfo): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset >>> 0;
  }

  /**
   * A new tensor with undefined content; tfjs owns it.
   *
   * @throws FerError `FER_RUNTIME_FAILED` if the memory is used up (tfjs itself does not check)
   */
  allocate(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    const tensor = this.#backend.makeOutput([...shape], dtype);
    const byteLength = shape.reduce((size, dimension) => size * dimension, 1) * (dtype === 'bool' ? 1 : 4);
    if (!this.#holds(this.address(tensor), byteLength)) {
      this.#backend.disposeData(tensor.dataId);
      throw this.#outOfMemory(byteLength);
    }
    return tensor;
  }

  /** The same data under another shape, without a copy. */
  alias(tensor: TensorInfo, shape: readonly number[]): TensorInfo {
    this.#backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
  }

  /**
   * Lends `work` one buffer for each entry of `sizes` (in 4-byte elements) and takes them back afterwards.
   *
   * @param work is given the byte offsets, 64-byte aligned; contents are undefined
   * @throws FerError `FER_RUNTIME_FAILED` if the memory is used up
   */
  withWorkspace<Name extends string>(
    sizes: Readonly<Record<Name, number>>,
    work: (at: Readonly<Record<Name, number>>) => void,
  ): void {
    const names = Object.keys(sizes) as Name[];
    const byteLength = names.reduce((sum, name) => sum + padded(sizes[name]), alignment);
    const block = this.#backend.wasm._malloc(byteLength) >>> 0;
    if (!this.#holds(block, byteLength)) throw this.#outOfMemory(byteLength);
    try {
      let next = Math.ceil(block / alignment) * alignment;
      const at = {} as Record<Name, number>;
      for (const name of names) {
        at[name] = next;
        next += padded(sizes[name]);
      }
      work(at);
    } finally {
      this.#backend.wasm._free(block);
    }
  }

  /**
   * Memory that stays until it is released.
   *
   * @returns the byte offset, 64-byte aligned
   * @throws FerError `FER_RUNTIME_FAILED` if the memory is used up
   */
  reserve(byteLength: number): number {
    const size = byteLength + alignment;
    const block = this.#backend.wasm._malloc(size) >>> 0;
    if (!this.#holds(block, size)) throw this.#outOfMemory(size);
    const address = Math.ceil(block / alignment) * alignment;
    this.#reserved.set(address, block);
    return address;
  }

  /** Gives back what `reserve` lent. */
  release(address: number): void {
    this.#backend.wasm._free(this.#reserved.get(address)!);
    this.#reserved.delete(address);
  }

  writeInt32(address: number, values: readonly number[]): void {
    new Int32Array(this.#memory.buffer, address, values.length).set(values);
  }

  writeFloat32(address: number, values: ArrayLike<number>): void {
    new Float32Array(this.#memory.buffer, address, values.length).set(values);
  }

  /** @returns a copy */
  readFloat32(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length).slice();
  }

  /** @returns a copy */
  readFloat64(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length).slice();
  }

  /** Sets `length` floats to zero. */
  clear(address: number, length: number): void {
    new Float32Array(this.#memory.buffer, address, length).fill(0);
  }

  #holds(address: number, byteLength: number): boolean {
    return address !== 0 && address + byteLength <= this.#memory.buffer.byteLength;
  }

  #outOfMemory(byteLength: number): FerError {
    const heapBytes = this.#memory.buffer.byteLength;
    return new FerError(
      'FER_RUNTIME_FAILED',
      `The wasm backend is out of memory: ${byteLength} more bytes were needed, the heap stands at ${heapBytes} of at ` +
        'most 4294967296. Use a smaller batch, or dispose tensors that are no longer needed (tf.tidy).',
      { details: { byteLength, heapBytes } },
    );
  }
}

function padded(elements: number): number {
  return Math.ceil((elements * 4) / alignment) * alignment;
}
