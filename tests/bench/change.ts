import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { siteUrl } from "../stack/tovrun.ts";
import { until } from "../stack/until.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** Changes one line of the backend in a copy of the checkout, brings it up and waits until nginx serves the change. */
export async function change(): Promise<string[]> {
  const copy = join(mkdtempSync(join(tmpdir(), "tovplay-change-")), "checkout");
  cpSync(checkout, copy, {
    recursive: true,
    filter: (path) => !/\/(node_modules|\.git|dist)(\/|$)/.test(path),
  });
  symlinkSync(join(checkout, "node_modules"), join(copy, "node_modules"));
  const file = join(copy, "app/backend/src/plugins/response-headers.ts");
  const source = readFileSync(file, "utf8");
  const marker = `bench-${Date.now()}`;
  writeFileSync(file, source.replace('"cache-control":', `"x-bench": "${marker}", "cache-control":`));
  try {
    const start = performance.now();
    await up(copy);
    await until("the changed line behind nginx", 60, async () => (await health()).get("x-bench") === marker);
    return [
      `one changed line of the backend, live behind nginx after ${((performance.now() - start) / 1000).toFixed(1)} s`,
    ];
  } finally {
    await up(checkout);
    rmSync(copy, { recursive: true, force: true });
  }
}

async function health(): Promise<Headers> {
  return (await fetch(`${siteUrl}/api/health`)).headers;
}

async function up(folder: string): Promise<void> {
  await execa(join(folder, "tovrun"), ["up", "--yes"], { stdin: "ignore" });
}
