// Part of tovrun: fails unless the archives of the named packages here have the hashes in package-lock.json. For any Node from 20 on.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8"));

for (const name of process.argv.slice(2)) {
  const { version, integrity } = packages[`node_modules/${name}`];
  const content = readFileSync(`${name}-${version}.tgz`);
  if (integrity !== `sha512-${createHash("sha512").update(content).digest("base64")}`) process.exit(1);
}
