/**
 * Groups of items that pairs link, directly or through others (union-find with path halving: Tarjan and van Leeuwen
 * 1984). Items without a pair are left out.
 *
 * @returns items ascending within each group
 */
export function connectedGroups(count: number, pairs: readonly (readonly [number, number])[]): number[][] {
  const parents = Uint32Array.from({ length: count }, (_, item) => item);
  const rootOf = (item: number): number => {
    let at = item;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  };
  // The smaller root wins, so that a group's root is its first item.
  for (const [a, b] of pairs) {
    const [low, high] = [rootOf(a), rootOf(b)].sort((x, y) => x - y);
    parents[high!] = low!;
  }

  const groups = new Map<number, Set<number>>();
  for (const item of pairs.flat()) {
    const root = rootOf(item);
    groups.set(root, (groups.get(root) ?? new Set()).add(item));
  }
  return [...groups.values()].map((group) => [...group].sort((a, b) => a - b));
}
