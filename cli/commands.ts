import type { Command } from "commander";

/** A command of the launcher: its line in `--help`, and the module with the rest, loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ configure(command: Command): void }>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "setup",
    summary: "make the machine ready: Docker, engine, images",
    load: () => import("./commands/setup.ts"),
  },
  { name: "up", summary: "bring the local stack up, or up to date", load: () => import("./commands/up.ts") },
  {
    name: "down",
    summary: "take the local stack down; data stays",
    load: () => import("./commands/down.ts"),
  },
  { name: "status", summary: "what runs, how healthy, how big", load: () => import("./commands/status.ts") },
  { name: "logs", summary: "print or follow a container's log", load: () => import("./commands/logs.ts") },
  { name: "url", summary: "print where a service answers", load: () => import("./commands/url.ts") },
  { name: "psql", summary: "open the database in psql", load: () => import("./commands/psql.ts") },
  {
    name: "zombies",
    summary: "list or end database sessions that nobody uses",
    load: () => import("./commands/zombies.ts"),
  },
  { name: "seed", summary: "load the reference data", load: () => import("./commands/seed.ts") },
  {
    name: "adopt",
    summary: "take over the rows of an older database's dump",
    load: () => import("./commands/adopt.ts"),
  },
  {
    name: "dev",
    summary: "development servers that reload by themselves",
    load: () => import("./commands/dev.ts"),
  },
  {
    name: "preview",
    summary: "show what a deployment would change",
    load: () => import("./commands/preview.ts"),
  },
  {
    name: "deploy",
    summary: "deploy the hosts of a stack over SSH",
    load: () => import("./commands/deploy.ts"),
  },
  {
    name: "rollback",
    summary: "deploy an earlier release of a stack again",
    load: () => import("./commands/rollback.ts"),
  },
  {
    name: "history",
    summary: "list the deployments of a stack",
    load: () => import("./commands/history.ts"),
  },
  {
    name: "drift",
    summary: "compare hosts with what was deployed",
    load: () => import("./commands/drift.ts"),
  },
  {
    name: "summary",
    summary: "tell what a preview's JSON means",
    load: () => import("./commands/summary.ts"),
  },
  {
    name: "affected",
    summary: "list the stacks whose inputs changed",
    load: () => import("./commands/affected.ts"),
  },
  { name: "backup", summary: "make, list or verify backups", load: () => import("./commands/backup.ts") },
  {
    name: "restore",
    summary: "bring the database back, from before a drop or to a moment",
    load: () => import("./commands/restore.ts"),
  },
  {
    name: "drill",
    summary: "lose a database and bring it back, on a copy",
    load: () => import("./commands/drill.ts"),
  },
  { name: "test", summary: "run checks and tests", load: () => import("./commands/test.ts") },
  {
    name: "doctor",
    summary: "examine the machine, name what is wrong",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "lab",
    summary: "test hosts: staging, production, database on this machine",
    load: () => import("./commands/lab.ts"),
  },
  {
    name: "exec",
    summary: "run a program with the toolchain on PATH",
    load: () => import("./commands/exec.ts"),
  },
  {
    name: "env",
    summary: "print the toolchain's environment for a shell",
    load: () => import("./commands/env.ts"),
  },
];
