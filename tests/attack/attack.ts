/** What proves that an attack succeeded, besides a changed state of the cluster, which always does. */
export type Proof =
  /** Nothing else: the state decides. */
  | "state"
  /** Its last statement returned something. */
  | "rows"
  /** Its last statement ended without an error: it locks, sets or calls something that changes no state. */
  | "done"
  /** The server accepted the login. */
  | "login";

/** How an attacker's session reaches the server. */
export type Path = "direct" | "pooler";

/** How an attacker logs in, where that differs from a normal session in the application's database. */
export interface Login {
  database?: string;
  user?: string;
  /** Default: the attacker's own. */
  password?: string;
  /** As a walsender: `true` for physical, `database` for logical replication. */
  replication?: "true" | "database";
  /** Before the login is finished, log in as this user too: see second-login.ts. */
  becomes?: string;
}

/** Something that anyone with a stolen password may try. */
export interface Attack {
  name: string;
  group: string;
  /** Sent one after the other in one session, each as one message; the first error ends the attack. */
  statements: string[];
  proof: Proof;
  /** If the attack was accepted, this query in a second session of the attacker, while the first is still open, returns the proof. */
  noticedBy?: string;
  login: Login;
  through: "direct" | "pooler" | "both";
  /** Why even a superuser is refused, if that is so; the control run expects it. */
  stopsEverybody?: string;
}

type Details = Partial<Omit<Attack, "name" | "group" | "statements">>;
type Spec = string | string[] | (Details & { sql: string | string[] });

/** Attacks of one group, by name; `defaults` fill in what an attack does not set. */
export function group(name: string, specs: Record<string, Spec>, defaults: Details = {}): Attack[] {
  return Object.entries(specs).map(([attack, spec]) => {
    const { sql, ...details } = typeof spec === "string" || Array.isArray(spec) ? { sql: spec } : spec;
    return {
      name: attack,
      group: name,
      statements: [sql].flat(),
      proof: "state",
      login: {},
      through: "both",
      ...defaults,
      ...details,
    };
  });
}
