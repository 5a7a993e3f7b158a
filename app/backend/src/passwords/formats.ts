import { argon2, pbkdf2, type ScryptOptions, scrypt } from "node:crypto";
import { promisify } from "node:util";

/** A stored hash that was read: how to make the key of a password, and the key that it must be. */
export interface ReadHash {
  /** Name of the format, for the metrics. */
  format: "argon2id" | "scrypt" | "werkzeug pbkdf2" | "werkzeug scrypt";
  key: Buffer;
  derive: (password: string) => Promise<Buffer>;
}

const argon2Async = promisify(argon2);
const pbkdf2Async = promisify(pbkdf2);
const scryptAsync = promisify<string, string | Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Cost of Argon2id: `memory` in KiB. */
export interface Argon2Cost {
  memory: number;
  passes: number;
  parallelism: number;
}

/** The key of a password. A character with two encodings (é) gives one password. */
export function argon2Key(password: string, salt: Buffer, cost: Argon2Cost, length: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize("NFKC"));
  return argon2Async("argon2id", { message, nonce: salt, tagLength: length, ...cost });
}

/** A number that is not absurd: a hash that would take gigabytes or minutes is treated as one that cannot be read. */
const between = (number: number, least: number, most: number) => number >= least && number <= most;

interface Format {
  pattern: RegExp;
  read: (parts: string[]) => ReadHash | undefined;
}

const formats: readonly Format[] = [
  {
    // Ours, as the PHC string format writes it.
    pattern: /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$([\w+/]{11,64})\$([\w+/]{16,128})$/,
    read: ([m, t, p, salt = "", key = ""]) => {
      const cost = { memory: Number(m), passes: Number(t), parallelism: Number(p) };
      if (!between(cost.memory, 8 * cost.parallelism, 65_536) || !between(cost.passes, 1, 10))
        return undefined;
      if (!between(cost.parallelism, 1, 4)) return undefined;
      const [nonce, wanted] = [Buffer.from(salt, "base64"), Buffer.from(key, "base64")];
      const derive = (password: string) => argon2Key(password, nonce, cost, wanted.length);
      return { format: "argon2id", key: wanted, derive };
    },
  },
  {
    // Ours until November 2026.
    pattern: /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,64})\$([\w-]{22,128})$/,
    read: ([logN, r, p, salt = "", key = ""]) => {
      if (!between(Number(logN), 10, 17)) return undefined;
      const options = scryptOptions(2 ** Number(logN), Number(r), Number(p));
      const wanted = Buffer.from(key, "base64url");
      const nonce = Buffer.from(salt, "base64url");
      return (
        options && {
          format: "scrypt",
          key: wanted,
          derive: (password) => scryptAsync(password.normalize("NFKC"), nonce, wanted.length, options),
        }
      );
    },
  },
  {
    // The predecessor's, older than Werkzeug 2.3. The salt is a text, and passwords were not normalised.
    pattern: /^pbkdf2:(sha1|sha224|sha256|sha384|sha512):(\d{1,7})\$([!-~]{1,64})\$([0-9a-f]{40,128})$/,
    read: ([digest = "", iterations, salt = "", key = ""]) => {
      if (!between(Number(iterations), 1, 2_000_000)) return undefined;
      const wanted = Buffer.from(key, "hex");
      const derive = (password: string) =>
        pbkdf2Async(password, salt, Number(iterations), wanted.length, digest);
      return { format: "werkzeug pbkdf2", key: wanted, derive };
    },
  },
  {
    // The predecessor's, since Werkzeug 2.3.
    pattern: /^scrypt:(\d{1,6}):(\d{1,2}):(\d{1,2})\$([!-~]{1,64})\$([0-9a-f]{128})$/,
    read: ([n, r, p, salt = "", key = ""]) => {
      const options = scryptOptions(Number(n), Number(r), Number(p));
      const wanted = Buffer.from(key, "hex");
      return (
        options && {
          format: "werkzeug scrypt",
          key: wanted,
          derive: (password) => scryptAsync(password, salt, wanted.length, options),
        }
      );
    },
  },
];

function scryptOptions(N: number, r: number, p: number): ScryptOptions | undefined {
  const powerOfTwo = N > 1 && (N & (N - 1)) === 0;
  if (!powerOfTwo || N > 2 ** 17 || !between(r, 1, 16) || !between(p, 1, 16)) return undefined;
  return { N, r, p, maxmem: 256 * N * r };
}

/** Reads a stored hash; undefined when its form is unknown or its cost unreasonable. */
export function readHash(hash: string): ReadHash | undefined {
  for (const { pattern, read } of formats) {
    const match = pattern.exec(hash);
    if (match) return read(match.slice(1));
  }
  return undefined;
}
