/**
 * What `import.meta.url` becomes in CommonJS: the file's own URL in Node (in folders with `#`, `?` or `%` in their names
 * and under jsdom, too), undefined in a page that a bundler made of the CommonJS build.
 */
const ownUrl = () =>
  typeof process === 'object' &&
  typeof process.getBuiltinModule === 'function' &&
  typeof __filename === 'string'
    ? process.getBuiltinModule('node:url').pathToFileURL(__filename).href
    : undefined;

export const importMetaUrl = /* @__PURE__ */ ownUrl();
