import { freemem, totalmem } from "node:os";
import { place } from "../checkout/place.ts";
import { readProfiles } from "../checkout/profiles.ts";
import { portsOf, readLocalSettings } from "../checkout/settings.ts";
import { freeSpace, SPACE } from "../machine/disk.ts";
import { type DockerState, dockerMend, examineDocker } from "../machine/docker.ts";
import { installWay } from "../machine/packages.ts";
import { describeTaken, takenPorts } from "../machine/ports.ts";
import { capture } from "../process/run.ts";
import type { Look } from "./finding.ts";

const GIBIBYTE = 1024 ** 3;
const NEEDED_MEMORY = 2;

async function lookAtDisk() {
  const free = await freeSpace(place.cache);
  const seen = `${free.toFixed(1)} GiB free at ${place.cache}`;
  if (free >= SPACE.cold) return { verdict: "ok", seen } as const;
  const mend = "free some space; 'docker system prune' removes unused images";
  return { verdict: free >= SPACE.warm ? "warn" : "fail", seen, mend } as const;
}

/** Why no engine answers, in words. */
const NO_ANSWER = {
  forbidden: "refuses this user",
  elsewhere: "is configured elsewhere and does not answer",
  stopped: "is stopped",
  absent: "is absent",
} as const;

async function lookAtDocker() {
  const state = await examineDocker();
  if (state.kind === "answers") return lookAtEngine(state);
  const way = installWay();
  const mine = way === "apt" && (state.kind === "absent" || state.kind === "stopped");
  const mend = mine ? "./tovrun setup sees to it" : dockerMend(state, way);
  return { verdict: "fail", seen: `the engine ${NO_ANSWER[state.kind]}`, mend } as const;
}

/** Folder of the engine in which the collector finds the logs of containers: `infra/collector.ts`. */
const ENGINE_FOLDER = "/var/lib/docker";

async function lookAtEngine({ version, elsewhere }: Extract<DockerState, { kind: "answers" }>) {
  const { stdout } = await capture("docker", ["info", "--format", "{{.DockerRootDir}}"]);
  const folder = stdout.trim();
  const engine = `engine ${version}${elsewhere ? ` of ${elsewhere.setting}` : ""} answers`;
  if (folder === ENGINE_FOLDER) return { verdict: "ok", seen: engine } as const;
  return {
    verdict: "warn",
    seen: `${engine} and keeps its files in ${folder}`,
    mend: `the log store gets no lines: they are read in ${ENGINE_FOLDER}; take data-root and userns-remap out of the engine's settings`,
  } as const;
}

async function lookAtPorts() {
  const ports = portsOf(readLocalSettings().ports, readProfiles());
  const taken = await takenPorts(ports);
  if (taken.length > 0)
    return { verdict: "fail", seen: "a port is in use", mend: describeTaken(taken) } as const;
  return { verdict: "ok", seen: `${Object.values(ports).join(", ")} are free or our own` } as const;
}

async function lookAtNpm() {
  const { code, stdout } = await capture("npm", ["--version"]);
  if (code === 0) return { verdict: "ok", seen: stdout.trim() } as const;
  return {
    verdict: "fail",
    seen: "npm is missing",
    mend: "install npm with your system's packages",
  } as const;
}

async function lookAtMemory() {
  const free = freemem() / GIBIBYTE;
  const seen = `${free.toFixed(1)} of ${(totalmem() / GIBIBYTE).toFixed(1)} GiB free`;
  if (free >= NEEDED_MEMORY) return { verdict: "ok", seen } as const;
  return {
    verdict: "warn",
    seen,
    mend: "builds want 2 GiB; close something, or run less with --profile",
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
