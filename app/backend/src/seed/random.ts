/** Random numbers that are the same on every machine (mulberry32 by Tommy Ettinger, public domain). */
export interface Random {
  /** An integer from 0 to `below` - 1. */
  below: (below: number) => number;
  /** A UUID of version 4. */
  uuid: () => string;
  /** One of a list that is not empty. */
  pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
}

/** Starts a sequence; the same seed gives the same sequence. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    uuid: () => uuidOf([next(), next(), next(), next()]),
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}

function uuidOf(words: number[]): string {
  const hex = words.map((word) => word.toString(16).padStart(8, "0")).join("");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
