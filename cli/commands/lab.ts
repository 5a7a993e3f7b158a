import type { Command } from "commander";
import { z } from "zod";
import { inCheckout } from "../../paths.ts";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { stackNotFound } from "../engine/stack.ts";
import { messageOf } from "../engine/words.ts";
import { hostStacks } from "../hosts/stacks.ts";
import { ensureProgram } from "../machine/programs.ts";
import { attach, capture } from "../process/run.ts";
import { runSideProgram, type SideProgram } from "../process/side-program.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { formatElapsed } from "../terminal/progress/board.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";

const upResult = z.object({
  identityFile: z.string(),
  hosts: z.array(z.object({ name: z.string(), address: z.string(), user: z.string() })),
});

const statusResult = z.object({
  hosts: z.array(
    z.object({
      name: z.string(),
      address: z.string(),
      user: z.string(),
      state: z.string(),
      login: z.string(),
      disk: z.string(),
      memory: z.string(),
    }),
  ),
});

const listResult = z.object({ scenarios: z.array(z.object({ name: z.string(), summary: z.string() })) });

interface RunOptions {
  host?: string;
  for?: string;
}

const program = (args: readonly string[]): SideProgram => ({ name: "the lab", entry: "lab/main.ts", args });

async function withProgress<T>(total: number, work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = createProgress({ total, delay: total > 1 ? 0 : 1000 });
  try {
    return await work(progress);
  } finally {
    progress.close();
  }
}

async function up(): Promise<void> {
  const { hosts, identityFile, elapsed } = await withProgress(prepareSteps + 1, async (progress) => {
    const env = await prepare(progress, false);
    const needed = { progress, yes: false, why: "which the lab needs" };
    await ensureProgram(["ssh-keygen"], "openssh-client", needed);
    await ensureProgram(["openssl"], "openssl", needed);
    const began = performance.now();
    const result = await progress.step("Test hosts", (step) =>
      runSideProgram({ ...program(["up"]), env }, upResult, step),
    );
    return { ...result, elapsed: performance.now() - began };
  });
  const rows = hosts.map(({ name, address, user }) => [`  ${name}`, `${user}@${address}`]);
  const lines = [
    `The lab is up (${hosts.length} hosts) after ${formatElapsed(elapsed)}`,
    formatTable(rows),
    `  Key: ${identityFile}`,
    "  Next: ./tovrun lab ssh production, ./tovrun deploy lab-database, ./tovrun lab run --help",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** What was deployed is gone with the hosts: a stack that remembered it would deploy nothing to the next ones. */
async function forgetDeployments(): Promise<void> {
  const env = await quietEnvironment();
  for (const name of hostStacks) {
    const args = ["stack", "rm", `lab-${name}`, "--force", "--yes", "--preserve-config"];
    const { code, stderr } = await capture("pulumi", [...args, "--non-interactive", "--cwd", inCheckout()], {
      env,
    });
    if (code !== 0 && code !== stackNotFound)
      throw new Failure("failed", `the stack lab-${name} cannot be removed: ${messageOf(stderr)}`);
  }
}

async function down(options: { purge?: boolean }): Promise<void> {
  const args = ["down", ...(options.purge ? ["--purge"] : [])];
  await withProgress(1, (progress) =>
    progress.step("Test hosts", (step) => runSideProgram(program(args), z.unknown(), step)),
  );
  await forgetDeployments();
  process.stdout.write("The lab is removed, with its hosts' disks and the state of their stacks.\n");
}

async function status(): Promise<void> {
  const { hosts } = await withProgress(1, (progress) =>
    progress.step("Test hosts", (step) => runSideProgram(program(["status"]), statusResult, step)),
  );
  const head = ["HOST", "ADDRESS", "STATE", "LOGIN", "DISK", "MEMORY"];
  const rows = hosts.map(({ name, address, user, state, login, disk, memory }) => [
    name,
    `${user}@${address}`,
    state,
    login,
    disk,
    memory,
  ]);
  process.stdout.write(`${formatTable([head, ...rows])}\n`);
  if (hosts.every(({ login }) => login === "ok")) return;
  process.exitCode = exitCodes.unhealthy.code;
}

async function ssh(host: string, command: string[]): Promise<void> {
  const args = ["--import", inCheckout("bundles/start.mjs"), "lab/main.ts", "ssh", host, ...command];
  process.exitCode = await attach(process.execPath, args, { cwd: inCheckout() });
}

async function run(scenario: string, { host, for: seconds }: RunOptions): Promise<void> {
  const requests = [...(host ? ["--host", host] : []), ...(seconds ? ["--for", seconds] : [])];
  const work = { ...program(["run", scenario, ...requests]), clearsUp: true };
  await withProgress(1, (progress) =>
    progress.step(`Scenario ${scenario}`, (step) => runSideProgram(work, z.unknown(), step)),
  );
  const where = scenario.startsWith("s3-") ? "" : ` on ${host ?? "production"}`;
  const undone = scenario === "restore" || seconds !== undefined;
  process.stdout.write(
    undone
      ? "The lab is as it was.\n"
      : `${scenario} is in effect${where}; './tovrun lab run restore' undoes it.\n`,
  );
}

async function list(): Promise<void> {
  const step = { detail: () => undefined, part: () => undefined };
  const { scenarios } = await runSideProgram(program(["list"]), listResult, step);
  const restore = ["  restore", "undo all faults, on every host or on the one that is named"];
  const rows = [...scenarios.map(({ name, summary }) => [`  ${name}`, summary]), restore];
  process.stdout.write(`${formatTable(rows)}\n`);
}

export function configure(command: Command): void {
  command.description(
    "Four machines of Debian 13 for trying out deployments and faults: production, staging, database and backup, each with its own disk, memory, Docker engine and sshd. Their stacks are lab-production, lab-staging, lab-database and lab-backup.",
  );
  command.command("up").description("Starts the hosts and writes the settings of their stacks.").action(up);
  command
    .command("down")
    .description("Removes the hosts with their disks, and the state of their stacks.")
    .option("--purge", "also delete keys and certificates; the next lab gets new ones")
    .action(down);
  command.command("status").description("Shows the state of the hosts.").action(status);
  command
    .command("ssh")
    .description("Opens a shell on a host, or runs a command there.")
    .argument("<host>", "production, staging, database or backup")
    .argument("[command...]", "what to run there instead of a shell, after --")
    .action(ssh);
  command
    .command("run")
    .description("Makes a fault on a host; './tovrun lab list' names the scenarios.")
    .argument("<scenario>", "a scenario, or restore to undo it")
    .option("--host <name>", "the host (default: production; for restore: all)")
    .option("--for <seconds>", "wait that long, then undo it")
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun lab run cut --host staging --for 20\n  ./tovrun lab run restore",
    )
    .action(run);
  command.command("list").description("Lists the scenarios.").action(list);
}
