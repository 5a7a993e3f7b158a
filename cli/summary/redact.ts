/** What the engine prints in place of a secret. */
export const engineMark = "[secret]";

const secretKey =
  /pass(?:word|phrase|wd)|secret|token|credential|private.?key|api.?key|access.?key|\bauth|cookie|salt|verifier|dsn|webhook|connection.?string|\bpem\b/i;
/** `…_FILE` names the file of a secret, which is not the secret itself. */
const fileKey = /file$/i;
/** A digest, or the digest of a file in a list of files. */
const hashKey = /(?:^|_|\.)(?:hash|digest|release|version|revision)$|(?:^|\.)files\./i;

const credentialsInUrl = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i;
const keyBlock = /-----BEGIN [A-Z0-9 ]+-----/;
const digest = /sha256:[0-9a-f]{64}\b/g;
/** `password=…` and the like inside a text. */
const namedValue = /(?:password|passwd|passphrase|secret|token|api.?key)["']?\s*[=:]\s*["']?[^\s"',;]/i;
/** An option whose value follows as the next argument. */
const secretOption = /^--?[\w-]*(?:password|passphrase|secret|token|key)$/i;
const redacted = "(redacted)";

/** Shannon entropy in bits a character: prose has about 3, random letters and digits more than 4. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / word.length) * Math.log2(count / word.length),
    0,
  );
}

/** How often upper and lower case take turns, a letter: chance does it every other time, words joined LikeThis rarely. */
function caseChanges(word: string): number {
  return (word.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0) / word.length;
}

function looksRandom(word: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(word)) return true;
  if (!/^[A-Za-z0-9+/=_.-]{20,}$/.test(word)) return false;
  const bothCases = /[a-z]/.test(word) && /[A-Z]/.test(word);
  const mixed = bothCases && (/\d/.test(word) || caseChanges(word) > 0.4);
  const solid = /^[a-z0-9]+$/.test(word) && /[a-z]/.test(word) && (word.match(/\d/g)?.length ?? 0) > 3;
  return (mixed || solid) && entropy(word) >= 3.7;
}

/** What in a text could be random: its words, and the parts of a path or a host name. */
function candidates(text: string): string[] {
  const words = text.split(/[\s,;:"'`&?()[\]{}<>|$]+|=(?!=*$)/);
  return words.flatMap((word) => [word, ...word.split(/[/.]/)]);
}

/** Whether a text holds what looks like a password, key or token, wherever it stands. */
function looksSecret(text: string): boolean {
  if (text.includes(engineMark) || keyBlock.test(text)) return true;
  if (credentialsInUrl.test(text) || namedValue.test(text)) return true;
  return candidates(text.replaceAll(digest, "")).some(looksRandom);
}

function isSecretText(path: string, text: string): boolean {
  if (text.includes(engineMark)) return true;
  if (hashKey.test(path) && /^[0-9a-f]{7,64}$/.test(text)) return false;
  if (looksSecret(text)) return true;
  if (fileKey.test(path) && /^\/[\w./@+-]+$/.test(text)) return false;
  return secretKey.test(path.replace(/([a-z])([A-Z])/g, "$1 $2"));
}

/**
 * Whether the value of a setting must not be shown, as a whole or in a part. The name decides as well as the value: a short
 * password cannot be told from a word.
 * @param path names of the setting from the outside in, for example `environment.DISCORD_TOKEN`
 */
export function isSecret(path: string, value: unknown): boolean {
  if (Array.isArray(value))
    return value.some((each) => secretOption.test(String(each)) || isSecret(path, each));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).some(([key, each]) => isSecret(`${path}.${key}`, each));
  return isSecretText(path, String(value));
}

/** A message with whatever looks secret in it taken out; the rest stays readable. */
export function redactMessage(message: string): string {
  const blocks = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g;
  const named = /((?:password|passwd|passphrase|secret|token|api.?key)["']?\s*[=:]\s*)[^\s,;]+/gi;
  return message
    .replace(blocks, redacted)
    .replace(named, `$1${redacted}`)
    .split(/(\s+)/)
    .map((word) => (isHidden(word) ? redacted : word))
    .join("");
}

function isHidden(word: string): boolean {
  return !word.includes(engineMark) && !word.includes(redacted) && looksSecret(word);
}
