import { freemem, totalmem } from "node:os";
import { inCache } from "../../paths.ts";
import { readProfiles } from "../checkout/profiles.ts";
import { portsOf, readLocalSettings } from "../checkout/settings.ts";
import { freeSpace, space } from "../machine/disk.ts";
import { type DockerState, dockerFix, examineDocker } from "../machine/docker.ts";
import { installWay } from "../machine/packages.ts";
import { describeTaken, takenPorts } from "../machine/ports.ts";
import { capture } from "../process/run.ts";
import type { Look } from "./finding.ts";

const gibibyte = 1024 ** 3;
const neededMemory = 2;

async function lookAtDisk() {
  const free = await freeSpace(inCache());
  const seen = `${free.toFixed(1)} GiB free at ${inCache()}`;
  if (free >= space.cold) return { verdict: "ok", seen } as const;
  const fix = "free some space; 'docker system prune' removes unused images";
  return { verdict: free >= space.warm ? "warn" : "fail", seen, fix } as const;
}

/** Why no engine answers, in words. */
const noAnswer = {
  forbidden: "does not let this user in",
  elsewhere: "is set to another one, which does not answer",
  stopped: "is stopped",
  absent: "is not installed",
} as const;

async function lookAtDocker() {
  const state = await examineDocker();
  if (state.kind === "answers") return lookAtEngine(state);
  const way = installWay();
  const mine = way === "apt" && (state.kind === "absent" || state.kind === "stopped");
  const fix = mine ? "./tovrun setup installs it" : dockerFix(state, way);
  return { verdict: "fail", seen: `the engine ${noAnswer[state.kind]}`, fix } as const;
}

/** Folder of the engine in which the collector finds the logs of containers: `infra/monitoring/collector.ts`. */
const engineFolder = "/var/lib/docker";

async function lookAtEngine({ version, elsewhere }: Extract<DockerState, { kind: "answers" }>) {
  const { stdout } = await capture("docker", ["info", "--format", "{{.DockerRootDir}}"]);
  const folder = stdout.trim();
  const engine = `engine ${version}${elsewhere ? ` of ${elsewhere.setting}` : ""} answers`;
  if (folder === engineFolder) return { verdict: "ok", seen: engine } as const;
  return {
    verdict: "warn",
    seen: `${engine} and keeps its files in ${folder}`,
    fix: `the log store gets no lines: they are read in ${engineFolder}; take data-root and userns-remap out of the engine's settings`,
  } as const;
}

async function lookAtPorts() {
  const ports = portsOf(readLocalSettings().ports, readProfiles());
  const taken = await takenPorts(ports);
  if (taken.length > 0)
    return { verdict: "fail", seen: "a port is in use", fix: describeTaken(taken) } as const;
  return { verdict: "ok", seen: `${Object.values(ports).join(", ")} are free or our own` } as const;
}

async function lookAtNpm() {
  const { code, stdout } = await capture("npm", ["--version"]);
  if (code === 0) return { verdict: "ok", seen: stdout.trim() } as const;
  return {
    verdict: "fail",
    seen: "npm is missing",
    fix: "install npm with your system's packages",
  } as const;
}

async function lookAtMemory() {
  const free = freemem() / gibibyte;
  const seen = `${free.toFixed(1)} of ${(totalmem() / gibibyte).toFixed(1)} GiB free`;
  if (free >= neededMemory) return { verdict: "ok", seen } as const;
  return {
    verdict: "warn",
    seen,
    fix: "builds need 2 GiB; close other programs, or choose fewer profiles with --profile",
  } as const;
}

/** Looks at the machine itself. */
export const machineLooks: readonly Look[] = [
  {
    name: "Node",
    look: async () => ({ verdict: "ok", seen: `${process.version} at ${process.execPath}` }),
  },
  { name: "npm", look: lookAtNpm },
  { name: "Docker engine", look: lookAtDocker },
  { name: "Disk", look: lookAtDisk },
  { name: "Memory", look: lookAtMemory },
  { name: "Ports", look: lookAtPorts },
];
