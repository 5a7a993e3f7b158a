import { randomBytes, timingSafeEqual } from "node:crypto";
import { type Argon2Cost, argon2Key, type ReadHash, readHash } from "./formats.ts";
import { queue } from "./queue.ts";

/** OWASP's choice with 19 MiB: two at once take less than a tenth of a container of 512 MiB. */
const cost: Argon2Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const prefix = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`;
const keyBytes = 32;

/** Two at once leave threads for other work; 40 that wait are answered within 3 seconds. */
const turn = queue(2, 40);

const unpadded = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");

/** Hash of a password with its own salt and cost, in the PHC string format. @throws ApiError when too many wait */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await turn(() => argon2Key(password, salt, cost, keyBytes));
  return `${prefix}${unpadded(salt)}$${unpadded(key)}`;
}

/** What a check of a password found. */
export interface Verdict {
  right: boolean;
  /** The password is right, but its hash has an older format or cost: hash it again. */
  outdated: boolean;
}

const nobody: ReadHash = {
  format: "argon2id",
  key: randomBytes(keyBytes),
  derive: (password) => argon2Key(password, Buffer.alloc(16), cost, keyBytes),
};

/** Whether a password matches a hash. Without a hash that can be read it works as hard and answers "wrong". @throws ApiError when too many wait */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<Verdict> {
  const known = hash ? readHash(hash) : undefined;
  const { key, derive } = known ?? nobody;
  const matches = timingSafeEqual(await turn(() => derive(password)), key);
  const right = matches && known !== undefined;
  return { right, outdated: right && !hash?.startsWith(prefix) };
}
