import type { Command } from "commander";
import { type LocalSettings, readLocalSettings } from "../checkout/settings.ts";
import { Failure } from "../terminal/exit.ts";

/** Where a service answers on this machine, by its short name. */
export function urlsOf({ publicUrl, ports }: LocalSettings): Record<string, string> {
  const web = (port: number) => `http://127.0.0.1:${port}`;
  return {
    app: publicUrl,
    nginx: web(ports.nginx),
    backend: `${web(ports.nginx)}/api`,
    prometheus: web(ports.prometheus),
    alertmanager: web(ports.alertmanager),
    logs: web(ports.logs),
    postgres: `postgresql://127.0.0.1:${ports.postgres}/TovPlay`,
    pgbouncer: `postgresql://127.0.0.1:${ports.pgbouncer}/TovPlay`,
  };
}

function url(name: string): void {
  const urls = new Map(Object.entries(urlsOf(readLocalSettings())));
  const found = urls.get(name.replace(/^tovplay-/, ""));
  if (!found)
    throw new Failure("usage", `there is no address for '${name}'; there are ${[...urls.keys()].join(", ")}`);
  process.stdout.write(`${found}\n`);
}

export function configure(command: Command): void {
  command
    .description("Prints the address at which a service answers, from the settings; it need not run.")
    .argument("[name]", "app, nginx, backend, prometheus, alertmanager, logs, postgres or pgbouncer", "app")
    .action(url);
}
