import type { Command } from "commander";
import { logStoreNames } from "../../infra/monitoring/log-store-kinds.ts";
import { prepare, prepareSteps } from "../checkout/prepare.ts";
import {
  allProfiles,
  type Profile,
  parseProfiles,
  readProfiles,
  rememberProfiles,
} from "../checkout/profiles.ts";
import { type LocalSettings, portsOf, readLocalSettings } from "../checkout/settings.ts";
import { localStack } from "../engine/pulumi.ts";
import { lockDirectory } from "../hosts/stacks.ts";
import { requireFreePorts } from "../machine/ports.ts";
import { withLock } from "../process/lock.ts";
import { bringUp, bringUpSteps } from "../stack/bring-up.ts";
import { inspectContainers } from "../stack/containers.ts";
import { waitForHealth } from "../stack/health.ts";
import { logStoreAmong } from "../stack/log-store.ts";
import { Failure } from "../terminal/exit.ts";
import { formatElapsed } from "../terminal/progress/board.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";

interface UpOptions {
  profile?: string;
  yes?: boolean;
}

const addresses: readonly {
  label: string;
  service: keyof LocalSettings["ports"];
  profile: Profile;
}[] = [
  { label: "Prometheus", service: "prometheus", profile: "monitoring" },
  { label: "Alertmanager", service: "alertmanager", profile: "monitoring" },
];

/** Where the logs are kept, and by what. */
async function logRow(): Promise<string[]> {
  const store = logStoreAmong(await inspectContainers());
  return store ? [`  ${logStoreNames[store.kind].padEnd(13)}${store.url}`] : [];
}

async function summary(
  { publicUrl, ports }: LocalSettings,
  profiles: readonly Profile[],
  elapsed: number,
): Promise<string> {
  const rows = addresses
    .filter(({ profile }) => profiles.includes(profile))
    .map(({ label, service }) => `  ${label.padEnd(13)}http://127.0.0.1:${ports[service]}`);
  const page = profiles.includes("core") ? [`  ${"TovPlay".padEnd(13)}${publicUrl}`] : [];
  const next = "  Next: ./tovrun status, ./tovrun seed (reference data), ./tovrun test";
  return [
    `TovPlay is up (${profiles.join(", ")}) after ${formatElapsed(elapsed)}`,
    ...page,
    ...rows,
    ...(await logRow()),
    next,
    "",
  ].join("\n");
}

async function deploy(progress: Progress, options: UpOptions, profiles: readonly Profile[]): Promise<void> {
  const settings = readLocalSettings();
  const began = performance.now();
  const rest = profiles.filter((profile) => profile !== "monitoring");
  const deploySite = async (env: NodeJS.ProcessEnv) => {
    await bringUpHealthy(progress, env, { settings, profiles: rest, label: "Deploy the site" });
    const elapsed = formatElapsed(performance.now() - began);
    progress.note(
      `TovPlay answers at ${settings.publicUrl} after ${elapsed}; monitoring is still being built.`,
    );
  };
  const both = rest.includes("core") && rest.length < profiles.length;
  const env = await prepare(progress, options.yes ?? false, both ? deploySite : undefined);
  await bringUpHealthy(progress, env, { settings, profiles, label: "Deploy" });
}

interface Part {
  settings: LocalSettings;
  profiles: readonly Profile[];
  label: string;
}

async function bringUpHealthy(
  progress: Progress,
  env: NodeJS.ProcessEnv,
  { settings, profiles, label }: Part,
): Promise<void> {
  await requireFreePorts(portsOf(settings.ports, profiles));
  await bringUp(progress, { ...env, TOVPLAY_PROFILES: profiles.join(",") }, label);
  if (!profiles.includes("core")) return;
  await progress.step("Health behind nginx", async (step) => {
    const status = await waitForHealth(settings.ports.nginx, 30);
    step.detail(status ?? "no answer");
    if (status === "ok") return;
    const said = status === undefined ? "nothing answers" : `it says ${status}`;
    throw new Failure(
      "unhealthy",
      `everything is deployed, but at ${settings.publicUrl}/api/health ${said}; check './tovrun status' and './tovrun logs backend'`,
    );
  });
}

/** Brings the local stack up. Also used by commands that need it. */
export async function up(options: UpOptions): Promise<void> {
  const began = performance.now();
  const profiles = options.profile === undefined ? readProfiles() : parseProfiles(options.profile);
  const settings = readLocalSettings();
  const progress = createProgress({
    total: prepareSteps + bringUpSteps + (profiles.includes("core") ? 1 : 0),
  });
  try {
    const work = async () => {
      await deploy(progress, options, profiles);
      rememberProfiles(profiles);
    };
    await withLock("up", progress.note, work, { directory: lockDirectory(localStack) });
  } finally {
    progress.close();
  }
  process.stdout.write(await summary(settings, profiles, performance.now() - began));
}

export function configure(command: Command): void {
  command
    .description(
      "Starts the local stack, or updates it to this checkout: installs what is missing, builds the images whose sources changed, and deploys. What has not changed is left alone. If it is interrupted, run it again.",
    )
    .option(
      "--profile <names>",
      `what to run, separated by commas: ${allProfiles.join(", ")} (default: as last time, at first all)`,
    )
    .option("--yes", "do not ask before system packages are installed")
    .addHelpText("after", "\nExamples:\n  ./tovrun up\n  ./tovrun up --profile core,database")
    .action(up);
}
