import type { Attacker } from "./attempt.ts";

/** Everybody who can log in, on every way that leads to the server, with the rights that a stolen password gives. */
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

/** The provisioner while a deployment runs, who may create roles and databases then. */
export function openProvisioner(passwords: ReadonlyMap<string, string>): Attacker[] {
  return attackers(passwords)
    .filter(({ user }) => user === "tovplay_provisioner")
    .map((closed) => ({ ...closed, name: `open ${closed.name}` }));
}

/** A superuser, to whom nothing is refused that the server itself allows: shows that each attack is one. */
export const control: Attacker & { sql: string } = {
  name: "superuser",
  user: "attack_control",
  password: "control",
  path: "direct",
  sql: "CREATE ROLE attack_control SUPERUSER LOGIN PASSWORD 'control'",
};

/** Line of `pg_hba.conf` that lets the control in, before all others. */
export const controlAccess = `host all,replication ${control.user} samenet scram-sha-256\n`;
