import type { Command } from "commander";

/** A command of the launcher: its line in `--help`, and the module with the rest, loaded only when it is called. */
export interface CommandEntry {
  name: string;
  summary: string;
  load: () => Promise<{ configure(command: Command): void }>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "setup",
    summary: "install Docker, Pulumi and the base images",
    load: () => import("./commands/setup.ts"),
  },
  { name: "up", summary: "start or update the local stack", load: () => import("./commands/up.ts") },
  {
    name: "down",
    summary: "stop the local stack; data is kept",
    load: () => import("./commands/down.ts"),
  },
  {
    name: "status",
    summary: "show the services, their health and memory",
    load: () => import("./commands/status.ts"),
  },
  { name: "logs", summary: "print or follow a container's log", load: () => import("./commands/logs.ts") },
  { name: "mail", summary: "show the mails of the local stack", load: () => import("./commands/mail.ts") },
  { name: "url", summary: "print the address of a service", load: () => import("./commands/url.ts") },
  { name: "psql", summary: "open the database in psql", load: () => import("./commands/psql.ts") },
  {
    name: "zombies",
    summary: "list or end unused database sessions",
    load: () => import("./commands/zombies.ts"),
  },
  { name: "seed", summary: "load the reference data", load: () => import("./commands/seed.ts") },
  {
    name: "adopt",
    summary: "import the rows of an older database's dump",
    load: () => import("./commands/adopt.ts"),
  },
  {
    name: "dev",
    summary: "run development servers with hot reloading",
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
    summary: "show what was changed by hand on the hosts",
    load: () => import("./commands/drift.ts"),
  },
  {
    name: "summary",
    summary: "summarize a preview's JSON",
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
    summary: "restore the database, to before a drop or to a point in time",
    load: () => import("./commands/restore.ts"),
  },
  {
    name: "drill",
    summary: "rehearse the loss and recovery of a database, on a copy",
    load: () => import("./commands/drill.ts"),
  },
  { name: "test", summary: "run checks and tests", load: () => import("./commands/test.ts") },
  {
    name: "doctor",
    summary: "check the machine and say what to fix",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "lab",
    summary: "test hosts on this machine",
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
