import { createHash } from "node:crypto";

/** 48 bits of a word's SHA-256: among 50,000 words, one in five billion passwords is taken for one of them. */
const width = 6;

const short = (word: string) => createHash("sha256").update(word).digest().subarray(0, width);

/** Words as their sorted, shortened hashes: 6 bytes each instead of a text each. */
export function hashList(words: Iterable<string>): Buffer {
  return Buffer.concat([...words].map(short).sort(Buffer.compare));
}

/** Whether a word is in a {@link hashList}. */
export function listHas(list: Buffer, word: string): boolean {
  const wanted = short(word);
  let [low, high] = [0, list.length / width - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = wanted.compare(list, middle * width, (middle + 1) * width);
    if (order === 0) return true;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return false;
}
