/** The element with this id. @throws Error if the page has none of this kind, which is a mistake in the page itself */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page needs a <${kind.name}> with the id "${id}".`);
}
