import { statementsIn } from "./statement.ts";

/** What a statement affects: data it would destroy, the data's protection, privileges, server settings, or the schema. */
export type CommandKind = "destructive" | "guard" | "role" | "setting" | "schema";

/** A statement that is worth reporting. */
export interface Command {
  kind: CommandKind;
  /** Its first words, `DROP TABLE`; never a name or a value. */
  name: string;
}

const words = "(?: IF EXISTS| CONCURRENTLY| OR REPLACE)*";

/** The first match decides; its first group is the `name`. */
const kinds: [CommandKind, RegExp][] = [
  [
    "destructive",
    /^(DROP (?:TABLE|SCHEMA|DATABASE|OWNED|TABLESPACE|EXTENSION|MATERIALIZED VIEW|SEQUENCE|FOREIGN TABLE))\b/,
  ],
  ["destructive", /^(TRUNCATE)\b/],
  ["destructive", /^(ALTER TABLE)\b.*\bDROP\b(?! (?:CONSTRAINT|DEFAULT|NOT|IDENTITY|EXPRESSION)\b)/],
  ["guard", /^(DROP (?:EVENT TRIGGER|TRIGGER|FUNCTION|PROCEDURE|ROUTINE|RULE|POLICY|VIEW|PUBLICATION))\b/],
  ["guard", /^(ALTER (?:EVENT TRIGGER|DATABASE|SYSTEM|EXTENSION|FUNCTION|TRIGGER))\b/],
  ["guard", /^(ALTER TABLE)\b.*\b(?:DISABLE|OWNER TO|ENABLE REPLICA)\b/],
  ["guard", /^(CREATE (?:EVENT TRIGGER|EXTENSION|DATABASE|SUBSCRIPTION|SERVER|LANGUAGE))\b/],
  ["role", /^((?:CREATE|ALTER|DROP) (?:ROLE|USER|GROUP))\b/],
  ["role", /^(GRANT|REVOKE|REASSIGN OWNED|ALTER DEFAULT PRIVILEGES|SET SESSION AUTHORIZATION)\b/],
  [
    "setting",
    /^(SET|RESET)(?: SESSION| LOCAL)? (?:"?)(?:LOG_|PGAUDIT|SESSION_REPLICATION_ROLE|EVENT_TRIGGERS|SESSION_PRELOAD|ZERO_DAMAGED|IGNORE_SYSTEM)/,
  ],
  // Temporary tables concern only their session.
  [
    "schema",
    new RegExp(`^((?:CREATE|ALTER|DROP|COMMENT ON|SECURITY LABEL)${words} (?!TEMP)(?:UNIQUE )?[A-Z]+)`),
  ],
];

/** Classifies a statement from {@link statementsIn}; undefined when it only reads and writes rows. */
function commandOf(statement: string): Command | undefined {
  for (const [kind, pattern] of kinds) {
    const name = pattern.exec(statement)?.[1];
    if (name) return { kind, name };
  }
  return undefined;
}

const order: CommandKind[] = ["destructive", "guard", "role", "setting", "schema"];

/** The most severe command in a text of SQL. */
export function mostSevereCommand(sql: string): Command | undefined {
  const commands = statementsIn(sql).flatMap((statement) => commandOf(statement) ?? []);
  return commands.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0];
}
