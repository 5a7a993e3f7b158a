import type { EventKind, LogEvent } from "../log/event.ts";
import type { Alert, Severity } from "./alert.ts";

/** Context that decides whether an event is expected. */
export interface Circumstances {
  /** A change window is open, so the migrator may change the schema. */
  changeWindowOpen: boolean;
  /** The provisioner may log in, because a deployment is running. */
  provisioning: boolean;
  /** Prefixes of the names of the superuser's own programs. */
  expectedApplications: readonly string[];
}

/** Alert by kind of event; other events are only counted and recorded. */
const names: Partial<Record<EventKind, { name: string; severity: Severity; fix: string }>> = {
  destructive: {
    name: "DestructiveStatement",
    severity: "critical",
    fix: "find out who did it; if it succeeded, run ./tovrun restore --before-drop",
  },
  guard: {
    name: "ProtectionTouched",
    severity: "critical",
    fix: "find out who did it; a deployment restores the protection",
  },
  protection: {
    name: "ProtectionRefused",
    severity: "critical",
    fix: "find out who did it; an intended change needs protection.open(reason, minutes) first",
  },
  role: {
    name: "RightsChanged",
    severity: "warning",
    fix: "compare with the declared privileges in a preview",
  },
  schema: {
    name: "SchemaChanged",
    severity: "warning",
    fix: "find out who did it; only migrations may change the schema",
  },
  setting: {
    name: "SettingChanged",
    severity: "warning",
    fix: "find out who did it; logging may have been switched off",
  },
  denied: {
    name: "AccessDenied",
    severity: "warning",
    fix: "find out whose session it is; if nobody recognises it, rotate the password",
  },
  refused: {
    name: "LoginRefused",
    severity: "warning",
    fix: "find out who tried to log in; if it is a service, deploy its password",
  },
  superuser: {
    name: "SuperuserSession",
    severity: "warning",
    fix: "find out who is on the database host, and why",
  },
  damage: {
    name: "DataDamaged",
    severity: "critical",
    fix: "stop writing, check the disk, then run ./tovrun restore --latest",
  },
  server: {
    name: "ServerRestarted",
    severity: "warning",
    fix: "run ./tovrun logs postgres to see why it went down",
  },
  exhausted: {
    name: "ConnectionsExhausted",
    severity: "critical",
    fix: "run ./tovrun zombies to see who holds them",
  },
  unreadable: {
    name: "LogUnreadable",
    severity: "warning",
    fix: "look at the record in the database's own log",
  },
};

/** The alert for an event; undefined if the event is expected or needs no attention. */
export function alertFor(event: LogEvent, circumstances: Circumstances): Alert | undefined {
  const known = names[event.kind];
  if (!known || (event.kind !== "destructive" && isExpected(event, circumstances))) return undefined;
  const { role, address, application, command } = event;
  const what = command || event.message;
  return {
    name: known.name,
    severity: severityOf(event, known.severity, circumstances),
    labels: { role, client_address: address, application, ...(command ? { command } : {}) },
    annotations: {
      summary: `${role || "the server"}${address ? ` from ${address}` : ""}: ${what}, ${event.outcome}`,
      fix: known.fix,
      detail: event.statement || event.message,
    },
  };
}

function severityOf(event: LogEvent, severity: Severity, circumstances: Circumstances): Severity {
  if (event.kind === "role" && event.outcome === "refused") return "critical";
  return event.kind === "destructive" && isMigration(event, circumstances) ? "warning" : severity;
}

function isMigration({ role }: LogEvent, { changeWindowOpen }: Circumstances): boolean {
  return changeWindowOpen && role === "tovplay_migrator";
}

/** Whether an event is expected: from a migration, a deployment, or a program on the database host. */
function isExpected(event: LogEvent, circumstances: Circumstances): boolean {
  const { kind, role, address, application, outcome } = event;
  if (kind === "damage" || kind === "protection") return false;
  if (kind === "schema" && role === "tovplay_migrator" && outcome !== "refused") return true;
  if (kind === "guard" && isMigration(event, circumstances)) return true;
  const changes = kind === "role" || kind === "schema" || kind === "guard" || kind === "setting";
  if (changes && role === "tovplay_provisioner" && outcome !== "refused") return circumstances.provisioning;
  const own = circumstances.expectedApplications.some((name) => application.startsWith(name));
  // Only through the socket: over the network anyone could use that name.
  return own && address === "[local]" && (changes || kind === "superuser");
}
