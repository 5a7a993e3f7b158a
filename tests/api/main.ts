import { fuzz } from "./fuzz.ts";
import { measureLoad } from "./load/measure.ts";
import { servedApi } from "./served-api.ts";
import { measureStart } from "./start.ts";

/** Fuzzes the API for API_MINUTES (default 15), a third each as nobody, a member and a moderator. */
async function fuzzAll(): Promise<void> {
  const seconds = (Number(process.env.API_MINUTES ?? 15) * 60) / 3;
  const api = await servedApi();
  try {
    for (const as of [null, "ada", "mo"] as const) {
      const { passed, report } = await fuzz(api, as, { seconds });
      process.stdout.write(`\n== as ${as ?? "nobody"}: ${passed ? "passed" : "failed"}\n${report}\n`);
      if (!passed) process.exitCode = 1;
    }
    const lines = api.errors().map((line) => JSON.stringify(line).slice(0, 600));
    process.stdout.write(
      `\n${lines.length} errors in the log of the API\n${lines.slice(0, 20).join("\n")}\n`,
    );
  } finally {
    await api.stop();
  }
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  fuzz: fuzzAll,
  // API_ROWS sets how many requests to play are in the database.
  load: async () =>
    void process.stdout.write(
      `${(await measureLoad(Number(process.env.API_ROWS ?? 1_000_000))).join("\n")}\n`,
    ),
  start: async () => void process.stdout.write(`${(await measureStart()).join("\n")}\n`),
};

const [name = ""] = process.argv.slice(2);
const part = parts[name];
if (part) await part();
else {
  process.stderr.write(`usage: npx tsx tests/api/main.ts ${Object.keys(parts).join("|")}\n`);
  process.exitCode = 2;
}
