import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { inTurn } from "./in-turn.ts";

/** Cost of a hash. OWASP's choice for 16 MiB: more memory would let a few sign-ins at once fill the container. */
const cost = { logN: 14, r: 8, p: 5 };

const keyBytes = 32;

/** Highest cost that a stored hash may have. */
const highest = { logN: 17, r: 16, p: 16 };

/** At most two at once: they take 32 MiB, and a flood of sign-ins leaves threads for other work. */
const turn = inTurn(2);

interface ParsedHash {
  logN: number;
  r: number;
  p: number;
  salt: Buffer;
  key: Buffer;
}

/** Hash of a password with its own salt and cost: `$scrypt$ln=14,r=8,p=5$SALT$KEY`, both in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost, keyBytes);
  const { logN, r, p } = cost;
  return `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** Whether a password matches a hash. Without a hash it takes just as long and returns false, so that timing does not reveal who has an account. */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const parsed = hash ? parseHash(hash) : undefined;
  const { salt, key, ...wanted } = parsed ?? { ...cost, salt: nobody.salt, key: nobody.key };
  const derived = await derive(password, salt, wanted, key.length);
  return timingSafeEqual(derived, key) && parsed !== undefined;
}

const nobody = { salt: randomBytes(16), key: randomBytes(keyBytes) };

/** The parts of a hash, or undefined when it is malformed or its cost is unreasonable. */
export function parseHash(hash: string): ParsedHash | undefined {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,64})\$([\w-]{22,128})$/.exec(
    hash,
  );
  const [, logN, r, p, salt, key] = match ?? [];
  if (!salt || !key) return undefined;
  const parsed = { logN: Number(logN), r: Number(r), p: Number(p) };
  if (parsed.logN < 10 || parsed.logN > highest.logN) return undefined;
  if (parsed.r < 1 || parsed.r > highest.r || parsed.p < 1 || parsed.p > highest.p) return undefined;
  return { ...parsed, salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
}

const scryptAsync = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

function derive(
  password: string,
  salt: Buffer,
  { logN, r, p }: typeof cost,
  length: number,
): Promise<Buffer> {
  const N = 2 ** logN;
  // A character with two encodings (é) must give one password.
  const text = password.normalize("NFKC");
  return turn(() => scryptAsync(text, salt, length, { N, r, p, maxmem: 256 * N * r }));
}
