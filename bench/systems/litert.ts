import { tfliteFile } from '../tflite/file-name.ts';
import type { System } from './system.ts';

/** What is used of `@litertjs/core`, which is not among our dependencies: `forward-browser.ts` says why. */
export interface LiteRt {
  loadLiteRt(folder: string, options: { threads: boolean }): Promise<unknown>;
  loadAndCompile(
    file: string,
    options: { accelerator: 'wasm'; cpuOptions: { numThreads: number } },
  ): Promise<LiteRtModel>;
  readonly Tensor: new (data: Float32Array, shape: readonly number[]) => LiteRtTensor;
}

interface LiteRtModel {
  run(input: LiteRtTensor): Promise<LiteRtTensor[]>;
  delete(): void;
}

interface LiteRtTensor {
  toTypedArray(): Float32Array;
  delete(): void;
}

/**
 * LiteRT (TensorFlow Lite) compiled to WebAssembly (XNNPACK), in pages only.
 *
 * @param binaries the folder with its binaries
 * @param models the folder that `make-tflite.ts` filled; a file is for one batch size and compiled when first needed
 */
export function litert(importLiteRt: () => Promise<LiteRt>, binaries: string, models: string): System {
  return {
    name: 'litert',
    hasThreads: true,
    async load({ architecture }, threads) {
      const { loadLiteRt, loadAndCompile, Tensor } = await importLiteRt();
      await loadLiteRt(binaries, { threads: threads > 1 });
      const { id, input } = architecture;
      const compiled = new Map<number, Promise<LiteRtModel>>();
      const modelFor = (batch: number) => {
        const model =
          compiled.get(batch) ??
          loadAndCompile(`${models}${tfliteFile(id, batch)}`, {
            accelerator: 'wasm',
            cpuOptions: { numThreads: threads },
          });
        compiled.set(batch, model);
        return model;
      };
      return {
        async predict(pixels, batch) {
          const model = await modelFor(batch);
          const images = new Tensor(pixels, [batch, input.height, input.width, input.channels]);
          const [answer] = await model.run(images);
          const probabilities = answer!.toTypedArray().slice();
          images.delete();
          answer!.delete();
          return probabilities;
        },
        async dispose() {
          for (const model of compiled.values()) (await model).delete();
        },
      };
    },
  };
}
