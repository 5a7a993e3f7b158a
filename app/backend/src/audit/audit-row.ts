import { safeMessage } from "@tovplay/runtime/safe-error";
import { ApiError } from "../api/api-error.ts";
import type { Severity } from "../database/tables/records.ts";
import type { AuditRow } from "./queries.ts";

/** Who acts. */
export interface Actor {
  id: string;
  username: string;
  email: string;
}

/** One action, from its start. */
export interface Action {
  /** Name of the action, for example `sign_in`. */
  name: string;
  /** Table that it affects. */
  resourceType: string;
  severity: Severity;
  /** Name of the handler. */
  function: string;
  startedAt: Date;
}

/** The request that caused an action. */
export interface AskedBy {
  correlationId: string;
  method: string;
  /** The route's pattern: an address may hold an id of somebody else. */
  path: string;
  ipAddress: string;
  userAgent: string | undefined;
  /** What the action allows to be recorded. */
  arguments: Readonly<Record<string, unknown>>;
}

/** How an action ended. */
export type Outcome = { success: true; resourceId: string } | { success: false; error: unknown };

/** Personal fields of a row: in the clear for nobody's action, sealed under the key of the account that acts. */
export interface PersonalFields {
  username: string | null;
  email: string | null;
  ipAddress: string;
  userAgent: string | null;
}

/** Who acts, and what of them is recorded. */
export interface RecordedActor {
  actor: Actor | null;
  /** Their sealed fields; null for nobody's action, and for an erased account's. */
  personal: Buffer | null;
}

/** The audit log's row of an action. */
export function auditRow(
  action: Action,
  asked: AskedBy,
  { actor, personal }: RecordedActor,
  outcome: Outcome,
): AuditRow {
  const clear = actor === null;
  return {
    timestamp: action.startedAt,
    correlation_id: asked.correlationId,
    action: action.name,
    resource_type: action.resourceType,
    severity: action.severity,
    function: action.function,
    user_id: actor?.id ?? null,
    username: null,
    user_email: null,
    ip_address: clear ? asked.ipAddress : null,
    user_agent: clear ? (asked.userAgent?.slice(0, 512) ?? null) : null,
    personal,
    request_path: asked.path,
    request_method: asked.method,
    arguments: JSON.stringify(asked.arguments),
    duration_ms: Math.max(0, Date.now() - action.startedAt.getTime()),
    ...ended(outcome),
  };
}

/** What of an action is personal. */
export function personalFields(asked: AskedBy, actor: Actor): PersonalFields {
  return {
    username: actor.username,
    email: actor.email,
    ipAddress: asked.ipAddress,
    userAgent: asked.userAgent?.slice(0, 512) ?? null,
  };
}

function ended(outcome: Outcome) {
  if (outcome.success) return { success: true, error: null, resource_id: outcome.resourceId, result: null };
  return { success: false, error: described(outcome.error), resource_id: null, result: null };
}

/** The driver's message names tables and constraints; values that it quotes are left out. */
function described(error: unknown): string {
  if (error instanceof ApiError) return error.auditedAs;
  return error instanceof Error ? `${error.name}: ${safeMessage(error)}`.slice(0, 500) : "unknown";
}
