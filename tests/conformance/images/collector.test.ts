import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { renderTemplate } from "../../../infra/host/template.ts";
import { baseImage } from "../testing/images.ts";
import { until } from "../testing/until.ts";

const name = `scratch-conformance-collector-${randomUUID().slice(0, 8)}`;
let folder: string;

const refused = {
  code: "22P02",
  message: 'invalid input syntax for type uuid: "canary"',
  stack: 'error: invalid input syntax for type uuid: "canary"\n    at x',
  detail: "canary",
  where: 'COPY User, line 1: "canary"',
  table: "User",
};

/** Lines that may reach Docker's log, and the part of each that has to be kept. */
const lines: [line: string, kept: string][] = [
  [JSON.stringify({ level: "error", message: "first", err: refused }), "first"],
  [
    JSON.stringify({
      level: "error",
      message: "second",
      err: { ...refused, code: "23505", message: "x", stack: "x" },
    }),
    "second",
  ],
  [
    JSON.stringify({
      error_severity: "ERROR",
      state_code: "22P02",
      message: 'third "canary"',
      detail: 'Failing row contains ("canary").',
    }),
    "third",
  ],
  [
    '2026-11-29 11:04:34.305 UTC [68] 22P02 ERROR:  invalid input syntax for type uuid: "canary" at character 26',
    "invalid input syntax for type uuid",
  ],
  [
    "2026-11-29 11:04:34.305 UTC [68] 22008 ERROR:  date field value out of range: 1990-13-canary",
    "date field value out of range",
  ],
  ["2026-11-29 11:04:34.305 UTC [68] 23514 DETAIL:  Failing row contains (canary).", "23514 DETAIL"],
  ["2026-11-29 11:04:34.305 UTC [68] 23514 STATEMENT:  insert into u values ('canary')", "23514 STATEMENT"],
  [
    '2026-11-29 11:04:34.305 UTC [68] 23505 ERROR:  duplicate key value violates unique constraint "User_email_key"',
    "User_email_key",
  ],
  [
    JSON.stringify({ level: "info", message: 'a quoted "word" stays', code: "23505" }),
    'a quoted "word" stays',
  ],
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const settings = parse(
    renderTemplate("collector/config.yaml", {
      store: "loki",
      endpoint: "http://loki:3100/otlp",
      healthPort: 13133,
    }),
  );
  settings.exporters = { debug: { verbosity: "detailed" } };
  settings.service.pipelines.logs.exporters = ["debug"];
  settings.service.telemetry.logs.level = "info";
  await writeFile(join(folder, "config.yaml"), stringify(settings));
  const logged = lines.map(([log]) =>
    JSON.stringify({
      log: `${log}\n`,
      stream: "stderr",
      attrs: { tag: "tovplay-x" },
      time: "2026-11-29T11:04:34.3Z",
    }),
  );
  await mkdir(join(folder, "containers", "x"), { recursive: true });
  await writeFile(join(folder, "containers", "x", "x-json.log"), `${logged.join("\n")}\n`);
  const image = await baseImage("collector", "otel/opentelemetry-collector-contrib:0.149.0");
  await execa("docker", [
    ...["run", "--detach", "--name", name, "--network", "none", "--memory", "256m", "--user", "0"],
    ...[
      "--volume",
      `${folder}:/etc/otelcol-contrib:ro`,
      "--volume",
      `${folder}/containers:/var/lib/docker/containers:ro`,
    ],
    ...["--tmpfs", "/var/lib/otelcol", image, "--config=/etc/otelcol-contrib/config.yaml"],
  ]);
});

afterAll(async () => {
  await execa("docker", ["rm", "--force", "--volumes", name], { reject: false });
  await rm(folder, { recursive: true, force: true });
});

test("the collector ships what failed, and no value of a row", async () => {
  await until("every line is shipped", async () => {
    const { stdout, stderr } = await execa("docker", ["logs", name]);
    const shipped = `${stdout}${stderr}`;
    for (const [, kept] of lines) expect(shipped.replaceAll('\\"', '"')).toContain(kept);
    expect(shipped).not.toContain("canary");
  });
});
