import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { control, controlAccess } from "./attackers.ts";
import type { Attacker } from "./attempt.ts";
import { builtTarget } from "./built-cluster.ts";
import { catalogue } from "./catalogue.ts";
import { type Cluster, startCluster, type Target } from "./cluster.ts";
import { attackAs, type Outcome } from "./matrix.ts";
import { stackTarget } from "./stack-cluster.ts";

const text = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/** The cluster to attack: a copy of the running stack's, or the one that the sources would deploy. */
export async function target(from: string): Promise<Target> {
  if (from !== "stack" && from !== "sources") throw new Error(`--from takes stack or sources, not '${from}'`);
  const made = from === "stack" ? await stackTarget() : builtTarget(builtImages());
  const passwords = new Map([...made.passwords, ["tovplay_provisioner", "stolen"]]);
  return { ...made, passwords, prepare: [text("prepare.sql")] };
}

function builtImages(): Target["images"] {
  return JSON.parse(readFileSync(`${homedir()}/.local/state/tovplay/images.json`, "utf8"));
}

/** Tries every attack as some attackers, who take turns on at most `atOnce` copies of the cluster. */
export async function run(
  from: Target,
  by: Attacker[],
  say: (line: string) => void,
  atOnce = 1,
): Promise<Outcome[]> {
  const waiting = [...by];
  const outcomes = new Map<Attacker, Outcome[]>();
  const clusters: Cluster[] = [];
  const attack = async (cluster: Cluster) => {
    for (let attacker = waiting.shift(); attacker; attacker = waiting.shift()) {
      const found = await attackAs(attacker, catalogue, cluster);
      const refused = found.filter(({ succeeded }) => !succeeded).length;
      say(`${attacker.name}: ${refused} of ${found.length} refused`);
      outcomes.set(attacker, found);
    }
  };
  try {
    // One after the other, because the backup role has a connection limit.
    for (const _ of by.slice(0, atOnce)) clusters.push(await startCluster(from));
    await Promise.all(clusters.map(attack));
    return by.flatMap((attacker) => outcomes.get(attacker) ?? []);
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
  }
}

/** Tries every attack as a superuser, with ALTER SYSTEM allowed: shows which of them would succeed without protection. */
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

/** Tries every attack while the provisioner's window is open, as provider/provisioning-window.sh opens it. */
export async function runInWindow(
  from: Target,
  by: Attacker[],
  say: (line: string) => void,
): Promise<Outcome[]> {
  return run({ ...from, prepare: [...from.prepare, text("open-provisioner.sql")] }, by, say);
}
