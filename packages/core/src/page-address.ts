/** What addresses on a page are relative to: its own, or that of its `<base>`. `undefined` where there is no page. */
export function pageAddress(): string | undefined {
  return globalThis.document?.baseURI ?? globalThis.location?.href;
}
