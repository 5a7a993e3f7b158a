/** Names of fields whose value is a secret, in the spellings that occur in logs. */
export const secretNames: readonly string[] = [
  "password",
  "passwordHash",
  "password_hash",
  "token",
  "tokenHash",
  "token_hash",
  "secret",
  "authorization",
  "cookie",
  "set-cookie",
  "connectionString",
];

const secretLike = /pass(word|phrase)|token|secret|authori[sz]ation|cookie|credential|api_?key|private_?key/i;

/** Depth at which a value is truncated: nobody reads deeper, and a hostile value may be endless. */
const deepest = 6;

/** A copy of a JSON value in which fields with a secret-like name are replaced and very long texts truncated. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.length > 1000 ? `${value.slice(0, 1000)}…` : value;
  if (value === null || typeof value !== "object") return value;
  if (depth >= deepest) return "[too deep]";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redacted(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      secretLike.test(name) ? "[redacted]" : redacted(field, depth + 1),
    ]),
  );
}
