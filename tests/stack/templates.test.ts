import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { asSuperuser } from "./database.ts";
import { deployedLogStore } from "./log-store.ts";
import { docker } from "./tovrun.ts";

const templates = fileURLToPath(new URL("../../templates", import.meta.url));

/** Each configuration is checked by the program that reads it, in its running container. */
test.each([
  ["tovplay-nginx", ["nginx", "-t"]],
  ["tovplay-prometheus", ["/bin/promtool", "check", "config", "/etc/prometheus/prometheus.yml"]],
  ["tovplay-alertmanager", ["/bin/amtool", "check-config", "/etc/alertmanager/alertmanager.yml"]],
  ["tovplay-collector", ["/otelcol-contrib", "validate", "--config=/etc/otelcol-contrib/config.yaml"]],
])("%s accepts its configuration", async (container, command) => {
  await docker("exec", container, ...command);
});

test("Loki accepts its configuration, where it keeps the logs", async ({ skip }) => {
  const { kind } = await deployedLogStore();
  if (kind !== "loki") skip(`${kind} keeps the logs`);
  const command = ["/usr/bin/loki", "-config.file=/etc/loki/local-config.yaml", "-verify-config"];
  await docker("exec", "tovplay-loki", ...command);
});

test("the alert rules pass their tests", async () => {
  const image = await docker("inspect", "--format", "{{.Image}}", "tovplay-prometheus");
  const mount = `type=bind,source=${templates}/prometheus,target=/rules,readonly`;
  const run = [
    "run",
    "--rm",
    "--network",
    "none",
    "--memory",
    "256m",
    "--mount",
    mount,
    "--entrypoint",
    "/bin/promtool",
  ];
  await docker(...run, image, "test", "rules", "/rules/rules.test.yml");
});

test("PostgreSQL reports no error in its access rules", async () => {
  expect(await asSuperuser("SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL")).toBe("0");
});
