const credentialsInUrl = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const digest = /^(sha256:|[^\s]+@sha256:)[0-9a-f]{64}$/;

/** Whether a value looks like a password, key or token: credentials in a URL, a private key, or a random word. */
export function looksSecret(value: string): boolean {
  if (holdsCredentials(value)) return true;
  if (digest.test(value)) return false;
  return wordsOf(value).some((word) => looksHexadecimal(word) || looksRandom(word));
}

/**
 * Like {@link looksSecret}, for values that may contain hashes and identifiers: only credentials in a URL, a private key, and random words
 * that mix upper case, lower case and digits.
 */
export function looksLikeCredential(value: string): boolean {
  return holdsCredentials(value) || wordsOf(value).some((word) => mixes(word) && looksRandom(word));
}

const holdsCredentials = (value: string) => credentialsInUrl.test(value) || privateKey.test(value);

const wordsOf = (value: string) => value.split(/[\s,;:"'&?=]+/);

const looksHexadecimal = (word: string) => /^[0-9a-f]{32,}$/i.test(word);

const mixes = (word: string) => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);

function looksRandom(word: string): boolean {
  if (!/^(?!\/)[A-Za-z0-9+/_.-]{20,}$/.test(word)) return false;
  const solid = /^[a-z0-9]+$/.test(word) && /[a-z]/.test(word) && (word.match(/\d/g)?.length ?? 0) > 3;
  return (mixes(word) || solid) && entropy(word) >= 3.7;
}

/** Shannon entropy in bits per character: prose has about 3, random letters and digits more than 4. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / word.length) * Math.log2(count / word.length),
    0,
  );
}
