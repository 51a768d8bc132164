/**
 * The weights that come with this package, by id, and their files: the name in a weights directory, the name in the
 * folder `assets` (which no bundler takes for something to transform), and where it lies. Each address is written out,
 * because bundlers ship exactly what they see as `new URL('…', import.meta.url)`; it is a function, because some leave
 * `import.meta.url` undefined. This file lies as deep as the built one.
 */
export const BUNDLED_FILES: { readonly [id: string]: { readonly [fileName: string]: BundledFile } } = {
  'tutorial-cnn': {
    'fer.json': {
      asset: 'tutorial-cnn-manifest.bin',
      url: () => new URL('../assets/tutorial-cnn-manifest.bin', import.meta.url),
    },
    'weights-1.bin': {
      asset: 'tutorial-cnn-weights-1.bin',
      url: () => new URL('../assets/tutorial-cnn-weights-1.bin', import.meta.url),
    },
  },
};

export interface BundledFile {
  readonly asset: string;
  readonly url: () => URL;
}

/** The bundled weights that are used where none are asked for. */
export const DEFAULT_WEIGHTS = 'tutorial-cnn';
