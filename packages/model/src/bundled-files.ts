/**
 * The weights that come with this package, by id, and where their files lie. Each address is written out, because
 * bundlers ship exactly what they see as `new URL('…', import.meta.url)`. This file lies as deep as the built one.
 */
export const BUNDLED_FILES: { readonly [id: string]: () => ReadonlyMap<string, URL> } = {
  'tutorial-cnn': () =>
    new Map([
      ['fer.json', new URL('../weights/tutorial-cnn/fer.json', import.meta.url)],
      ['weights-1.bin', new URL('../weights/tutorial-cnn/weights-1.bin', import.meta.url)],
    ]),
};

/** The bundled weights that are used where none are asked for. */
export const DEFAULT_WEIGHTS = 'tutorial-cnn';
