import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";

/** An archive as npm publishes it, and its hash as a lock file names it. */
export interface Archive {
  name: string;
  version: string;
  content: Buffer;
  integrity: string;
}

/** Packs files, given by path, into an archive made below `folder`; all are executable. */
export function pack(
  folder: string,
  name: string,
  version: string,
  files: Readonly<Record<string, string>>,
): Archive {
  const source = join(folder, `${name}-${version}`);
  for (const [path, text] of Object.entries({
    "package.json": JSON.stringify({ name, version }),
    ...files,
  })) {
    const file = join(source, "package", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o755 });
  }
  const archive = `${source}.tgz`;
  execFileSync("tar", ["-czf", archive, "-C", source, "package"]);
  const content = readFileSync(archive);
  const hash = createHash("sha512").update(content).digest("base64");
  return { name, version, content, integrity: `sha512-${hash}` };
}

/** A registry on loopback. */
export interface PackageRegistry {
  address: string;
  /** What it serves, by name. */
  archives: Map<string, Archive>;
  /** Names of the archives that were asked for, in order. */
  asked: string[];
  /** Awaited before an archive is sent. */
  gate: () => Promise<void>;
  close: () => void;
}

/** Opens a registry that serves one version of each package. */
export async function openRegistry(): Promise<PackageRegistry> {
  const server = createServer(async ({ url = "" }, answer) => {
    const [, name = "", archive] = url.split("/");
    const found = registry.archives.get(name);
    if (!found) return answer.writeHead(404).end();
    if (archive === undefined) return answer.end(JSON.stringify(documentOf(found, registry.address)));
    registry.asked.push(name);
    await registry.gate();
    return answer.end(found.content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const registry: PackageRegistry = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    archives: new Map(),
    asked: [],
    gate: async () => undefined,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return registry;
}

function documentOf({ name, version, integrity }: Archive, address: string) {
  const dist = { tarball: `${address}${name}/-/${name}-${version}.tgz`, integrity };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { name, version, dist } } };
}
