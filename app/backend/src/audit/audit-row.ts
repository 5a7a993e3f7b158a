import { redacted } from "@tovplay/runtime/redaction";
import { safeMessage } from "@tovplay/runtime/safe-error";
import { ApiError } from "../api-error.ts";
import type { Severity } from "../database/tables.ts";
import type { AuditRow } from "../queries/audit-log.ts";

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
  path: string;
  ipAddress: string;
  userAgent: string | undefined;
  arguments: unknown;
}

/** How an action ended. */
export type Outcome =
  | { success: true; resourceId: string; result: unknown }
  | { success: false; error: unknown };

/** The audit log row of an action, without secrets. */
export function auditRow(action: Action, asked: AskedBy, actor: Actor | null, outcome: Outcome): AuditRow {
  return {
    timestamp: action.startedAt,
    correlation_id: asked.correlationId,
    action: action.name,
    resource_type: action.resourceType,
    severity: action.severity,
    function: action.function,
    user_id: actor?.id ?? null,
    username: actor?.username ?? null,
    user_email: actor?.email ?? null,
    ip_address: asked.ipAddress,
    user_agent: asked.userAgent?.slice(0, 512) ?? null,
    request_path: asked.path,
    request_method: asked.method,
    arguments: JSON.stringify(redacted(asked.arguments) ?? {}),
    duration_ms: Math.max(0, Date.now() - action.startedAt.getTime()),
    ...ended(outcome),
  };
}

function ended(outcome: Outcome) {
  if (!outcome.success)
    return { success: false, error: described(outcome.error), resource_id: null, result: null };
  const result = JSON.stringify(redacted(outcome.result) ?? null);
  return { success: true, error: null, resource_id: outcome.resourceId, result };
}

/** The driver's message names tables and constraints; values that it quotes are left out. */
function described(error: unknown): string {
  if (error instanceof ApiError) return error.auditedAs;
  return error instanceof Error ? `${error.name}: ${safeMessage(error)}`.slice(0, 500) : "unknown";
}
