import type { Attacker } from "./attempt.ts";

/** Every role that can log in, by every path to the server, with the rights that a stolen password gives. */
export function attackers(passwords: ReadonlyMap<string, string>): Attacker[] {
  const as = (name: string, role: string, rest: Partial<Attacker> = {}): Attacker => {
    const user = `tovplay_${role}`;
    return { name, user, password: passwords.get(user) ?? "unknown", path: "direct", ...rest };
  };
  return [
    as("app", "app"),
    as("app, pooler", "app", { path: "pooler" }),
    as("viewer", "viewer"),
    as("migrator", "migrator"),
    as("migrator as owner", "migrator", { first: "SET ROLE tovplay_owner" }),
    as("backup", "backup"),
    as("monitor", "monitor"),
    as("monitor, pooler", "monitor", { path: "pooler" }),
    as("guardian", "guardian"),
    as("provisioner", "provisioner"),
    as("provisioner, pooler", "provisioner", { path: "pooler" }),
  ];
}

/** The provisioner during a deployment, when it may create roles and databases. */
export function openProvisioner(passwords: ReadonlyMap<string, string>): Attacker[] {
  return attackers(passwords)
    .filter(({ user }) => user === "tovplay_provisioner")
    .map((closed) => ({ ...closed, name: `open ${closed.name}` }));
}

/** A superuser, who may do everything that the server allows: proves that each attack would succeed without protection. */
export const control: Attacker & { sql: string } = {
  name: "superuser",
  user: "attack_control",
  password: "control",
  path: "direct",
  sql: "CREATE ROLE attack_control SUPERUSER LOGIN PASSWORD 'control'",
};

/** First line of `pg_hba.conf`, which lets the control log in. */
export const controlAccess = `host all,replication ${control.user} samenet scram-sha-256\n`;
