import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import { type DeploymentCommand, runDeployments } from "./deployments.ts";
import { httpLoad } from "./http-load.ts";
import { isFlawless, readable, reportOf } from "./report.ts";
import { socketLoad } from "./socket-load.ts";
import { parseTarget } from "./target.ts";

/** Longest duration of the load, whatever the deployments do, in milliseconds. */
const longest = 60 * 60_000;

/** Milliseconds of load before the first deployment and after the last. */
const margin = 3_000;

interface Options {
  url: string;
  address: string;
  ca?: string;
  rate: number;
  sockets: number;
  path: string[];
  deploy?: string;
  times: number;
  rollback?: string;
  rollbacks: number;
  broken?: string;
  report?: string;
}

const program = new Command("deployment-load")
  .description(
    "Sends a site 200 requests a second while it is deployed; exits with 1 when a request failed or a message was lost.",
  )
  .requiredOption("--url <url>", "the site, for example https://staging.example.org")
  .requiredOption("--address <address>", "its address: that of this machine or of a test host")
  .option("--ca <file>", "certificate of the authority that signed the site's certificate")
  .option("--rate <number>", "requests a second", upTo(1_000), 200)
  .option("--sockets <number>", "WebSockets, each with four messages a second", upTo(500, 0), 20)
  .option("--path <path...>", "paths to request in turn", ["/api/health", "/"])
  .option("--deploy <command>", "shell command that deploys; {n} is the number of the run")
  .option("--times <number>", "how often to deploy", upTo(50), 1)
  .option("--rollback <command>", "shell command that rolls back the last deployment")
  .option("--rollbacks <number>", "how often to roll back", upTo(10), 1)
  .option("--broken <command>", "shell command whose deployment must fail")
  .option("--report <file>", "also write the report to this file, as JSON");

function upTo(most: number, least = 1): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Use a whole number from ${least} to ${most}.`);
  };
}

function commandsOf({ deploy, times, rollback, rollbacks, broken }: Options): DeploymentCommand[] {
  return [
    ...(deploy ? [{ command: deploy, times, fails: false }] : []),
    ...(rollback ? [{ command: rollback, times: rollbacks, fails: false }] : []),
    ...(broken ? [{ command: broken, times: 1, fails: true }] : []),
  ];
}

const options = program.parse().opts<Options>();
const target = parseTarget(options.url, options.address, options.ca);
const stop = new AbortController();
const limit = setTimeout(() => stop.abort(), longest);
process.once("SIGINT", () => stop.abort());

const requests = httpLoad(target, { rate: options.rate, paths: options.path }, stop.signal);
const messages = socketLoad(target, { sockets: options.sockets, every: 250 }, stop.signal);
await sleep(margin);
const deployments = await runDeployments(commandsOf(options), (run) => {
  process.stdout.write(`${run.command}: ${run.seconds.toFixed(1)} s, exit code ${run.exitCode}\n`);
});
await sleep(margin);
stop.abort();
clearTimeout(limit);

const report = reportOf(await requests, await messages, deployments);
process.stdout.write(`${readable(report).join("\n")}\n`);
if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
process.exitCode = isFlawless(report) ? 0 : 1;
