import { execa } from "execa";
import { logStoreKinds } from "../../infra/monitoring/log-store-kinds.ts";

const monitoring = new Set<string>([
  "prometheus",
  "alertmanager",
  ...logStoreKinds,
  "collector",
  "postgres-exporter",
  "pgbouncer-exporter",
]);

/** Memory of each container at rest and its limit in MiB, with the sums of the profiles. */
export async function memory(): Promise<string[]> {
  const { stdout: names } = await execa("docker", [
    "ps",
    "--filter",
    "label=org.tovplay.stack=local",
    "--format",
    "{{.Names}}",
  ]);
  const format = ["--no-stream", "--format", "{{.Name}}\t{{.MemUsage}}"];
  const { stdout } = await execa("docker", ["stats", ...format, ...names.split("\n")]);
  const used = stdout.split("\n").map((line) => {
    const [name = "", usage = ""] = line.split("\t");
    const [now = "", limit = ""] = usage.split(" / ");
    return { name: name.replace("tovplay-", ""), now: mebibytes(now), limit: mebibytes(limit) };
  });
  const sum = (rows: typeof used) => rows.reduce((total, { now }) => total + now, 0).toFixed(0);
  return [
    ...used
      .sort((a, b) => b.now - a.now)
      .map(
        ({ name, now, limit }) =>
          `${name.padEnd(20)} ${now.toFixed(1).padStart(6)} MiB of ${limit.toFixed(0).padStart(4)}`,
      ),
    `${"core + database".padEnd(20)} ${sum(used.filter(({ name }) => !monitoring.has(name))).padStart(6)} MiB`,
    `${"everything".padEnd(20)} ${sum(used).padStart(6)} MiB`,
  ];
}

const units: Record<string, number> = { B: 2 ** -20, KiB: 2 ** -10, MiB: 1, GiB: 2 ** 10 };

function mebibytes(text: string): number {
  const [, digits, unit] = /^([\d.]+)([A-Za-z]+)$/.exec(text) ?? [];
  return Number(digits) * (units[unit ?? ""] ?? Number.NaN);
}
