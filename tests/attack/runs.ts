import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { control, controlAccess, openProvisioner } from "./attackers.ts";
import type { Attacker } from "./attempt.ts";
import { builtTarget } from "./built-cluster.ts";
import { catalogue } from "./catalogue.ts";
import { startCluster, type Target } from "./cluster.ts";
import { attackAs, type Outcome } from "./matrix.ts";
import { stackTarget } from "./stack-cluster.ts";

const text = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/** What is attacked: a copy of the running stack's cluster, or the one that the sources would deploy. */
export async function target(from: string): Promise<Target> {
  if (from !== "stack" && from !== "sources")
    throw new Error(`there is no cluster from ${from}: use stack or sources`);
  const made = from === "stack" ? await stackTarget() : builtTarget(builtImages());
  return { ...made, prepare: [text("prepare.sql")] };
}

function builtImages(): Target["images"] {
  return JSON.parse(readFileSync(`${homedir()}/.local/state/tovplay/images.json`, "utf8"));
}

/** Every attack by some attackers, one after the other on one copy. */
export async function run(from: Target, by: Attacker[], say: (line: string) => void): Promise<Outcome[]> {
  const cluster = await startCluster(from);
  try {
    const outcomes: Outcome[] = [];
    for (const attacker of by) {
      const found = await attackAs(attacker, catalogue, cluster);
      say(
        `${attacker.name}: ${found.filter(({ succeeded }) => !succeeded).length} of ${found.length} refused`,
      );
      outcomes.push(...found);
    }
    return outcomes;
  } finally {
    await cluster.stop();
  }
}

/** Every attack by a superuser, with ALTER SYSTEM let through: shows which of them are attacks at all. */
export async function controlRun(from: Target): Promise<Outcome[]> {
  const access = "hba/pg_hba.conf";
  return run(
    {
      ...from,
      prepare: [...from.prepare, control.sql],
      settings: ["allow_alter_system=on"],
      serverFiles: { ...from.serverFiles, [access]: `${controlAccess}${from.serverFiles[access] ?? ""}` },
    },
    [control],
    () => undefined,
  );
}

/** Every attack by the provisioner, as provider/provisioning-window.sh opens its window for a deployment. */
export async function openProvisionerRun(from: Target): Promise<Outcome[]> {
  const prepare = [...from.prepare, text("open-provisioner.sql")];
  return run({ ...from, prepare }, [openProvisioner(from.passwords)], () => undefined);
}
