import { readFileSync } from "node:fs";
import { z } from "zod";

/** One version of an npm package, and the hash (as `sha512-BASE64`) that what npm fetches must have. */
export interface Pin {
  spec: string;
  integrity: string;
}

const locked = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), integrity: z.string().optional() }),
  ),
});

/** The pinned version of a package that Node comes from; throws when the lock file has none. */
export function pinOf(name: string): Pin {
  const lock = locked.parse(
    JSON.parse(readFileSync(new URL("../node/package-lock.json", import.meta.url), "utf8")),
  );
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (version && integrity) return { spec: `${name}@${version}`, integrity };
  throw new Error(`toolchain/node/package-lock.json does not pin ${name}; run 'npm install' in that folder`);
}
