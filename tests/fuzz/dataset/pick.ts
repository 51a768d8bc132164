import type { Random } from '@fer/core';

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)]!;
}

export const chance = (random: Random, share: number): boolean => random.next() < share;
