import type { EventKind, LogEvent } from "../log/event.ts";
import type { Alert, Severity } from "./alert.ts";

/** What is known besides the event, and decides whether it is expected. */
export interface Circumstances {
  /** A change window is open: the migrator may change structure. */
  changeWindowOpen: boolean;
  /** The provisioner may log in: a deployment is under way. */
  provisioning: boolean;
  /** Beginnings of the names of the superuser's own programs. */
  expectedApplications: readonly string[];
}

/** What an alert is called, by what happened; the rest is counted and recorded only. */
const names: Partial<Record<EventKind, { name: string; severity: Severity; mend: string }>> = {
  destructive: {
    name: "DestructiveStatement",
    severity: "critical",
    mend: "find out who it was; if it went through, ./tovrun restore --before-drop",
  },
  guard: {
    name: "ProtectionTouched",
    severity: "critical",
    mend: "ask who did it; a deployment puts back what guards the data",
  },
  protection: {
    name: "ProtectionRefused",
    severity: "critical",
    mend: "find out who it was; a wanted change needs protection.open(reason, minutes) first",
  },
  role: {
    name: "RightsChanged",
    severity: "warning",
    mend: "a preview shows the difference to what is declared",
  },
  schema: {
    name: "SchemaChanged",
    severity: "warning",
    mend: "ask who did it; structure changes by migrations only",
  },
  setting: {
    name: "SettingChanged",
    severity: "warning",
    mend: "ask who did it: recording may have been switched off",
  },
  denied: {
    name: "AccessDenied",
    severity: "warning",
    mend: "ask whose session it is; if nobody's, rotate the password",
  },
  refused: {
    name: "LoginRefused",
    severity: "warning",
    mend: "find out who asks; if a service, deploy its password",
  },
  superuser: {
    name: "SuperuserSession",
    severity: "warning",
    mend: "ask who is on the database host, and why",
  },
  damage: {
    name: "DataDamaged",
    severity: "critical",
    mend: "stop writing, look at the disk, then ./tovrun restore --latest",
  },
  server: {
    name: "ServerRestarted",
    severity: "warning",
    mend: "./tovrun logs postgres shows why it went down",
  },
  exhausted: {
    name: "ConnectionsExhausted",
    severity: "critical",
    mend: "./tovrun zombies shows who holds them",
  },
  unreadable: {
    name: "LogUnreadable",
    severity: "warning",
    mend: "look at the record in the database's own log",
  },
};

/** The alert about an event; undefined for what is expected or needs nobody's attention. */
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
      mend: known.mend,
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

/** Whether somebody declared it before: a migration, a deployment, or a program of the database host itself. */
function isExpected(event: LogEvent, circumstances: Circumstances): boolean {
  const { kind, role, address, application, outcome } = event;
  if (kind === "damage" || kind === "protection") return false;
  if (kind === "schema" && role === "tovplay_migrator" && outcome !== "refused") return true;
  if (kind === "guard" && isMigration(event, circumstances)) return true;
  const changes = kind === "role" || kind === "schema" || kind === "guard" || kind === "setting";
  if (changes && role === "tovplay_provisioner" && outcome !== "refused") return circumstances.provisioning;
  const own = circumstances.expectedApplications.some((name) => application.startsWith(name));
  // By the socket only: over the network anybody could call himself so.
  return own && address === "[local]" && (changes || kind === "superuser");
}
