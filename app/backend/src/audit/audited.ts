import type { FastifyRequest } from "fastify";
import { clientAddress } from "../client-address.ts";
import { correlated } from "../database/correlated.ts";
import type { Database, DatabaseTransaction } from "../database/database.ts";
import type { Severity } from "../database/tables.ts";
import { pathOf } from "../plugins/access-log.ts";
import { insertAuditRow } from "../queries/audit-log.ts";
import { type Actor, type AskedBy, auditRow, type Outcome } from "./audit-row.ts";

/** What is recorded about an action, no matter who performs it. */
export interface AuditedAction {
  /** Name of the action, for example `sign_in`. */
  action: string;
  /** Table that it affects. */
  resourceType: string;
  /** Name of the handler; bundling drops function names. */
  function: string;
  /** Default: LOW. */
  severity?: Severity;
}

/** The row that an action affects; recorded in full as the result, except for secrets. */
interface Row {
  id: string;
}

/** What an audited handler works with. */
export interface AuditedUnit {
  /** Makes the change and records it in the same transaction. Call it once, after all slow work. */
  commit: <Result extends Row>(
    work: (transaction: DatabaseTransaction) => Promise<Result>,
  ) => Promise<Result>;
  /** Sets who acts, where the session does not say. */
  actsAs: (actor: Actor) => void;
}

/**
 * Runs a handler that changes something. A success is recorded in the transaction of the change, so that neither exists
 * without the other; a failure is recorded in a separate transaction.
 */
export async function audited<Answer>(
  database: Database,
  request: FastifyRequest,
  action: AuditedAction,
  handler: (unit: AuditedUnit) => Promise<Answer>,
): Promise<Answer> {
  const { unit, recordFailure } = newUnit(database, request, action);
  try {
    return await handler(unit);
  } catch (error) {
    await recordFailure(error);
    throw error;
  }
}

function newUnit(
  database: Database,
  request: FastifyRequest,
  { action: name, severity = "LOW", ...rest }: AuditedAction,
) {
  const what = { name, severity, ...rest, startedAt: new Date() };
  let actor: Actor | null = request.account;
  let committed = false;
  const record = (transaction: DatabaseTransaction, outcome: Outcome) =>
    insertAuditRow(transaction, auditRow(what, askedBy(request), actor, outcome)).execute();
  const correlation = () => ({ id: request.id, userId: actor?.id ?? null });
  const commit: AuditedUnit["commit"] = async (work) => {
    const done = await correlated(database, correlation(), async (transaction) => {
      const result = await work(transaction);
      await record(transaction, { success: true, resourceId: result.id, result });
      return result;
    });
    committed = true;
    return done;
  };
  const actsAs = (given: Actor) => {
    actor = given;
  };
  const recordFailure = async (error: unknown) => {
    if (committed) return;
    const outcome = { success: false as const, error };
    const recorded = correlated(database, correlation(), (transaction) => record(transaction, outcome));
    // The caller gets the first failure; a failure to record it goes to the log.
    await recorded.catch((err: unknown) =>
      request.log.error({ err, action: name }, "cannot record a failed action in the audit log"),
    );
  };
  return { unit: { commit, actsAs }, recordFailure };
}

function askedBy(request: FastifyRequest): AskedBy {
  return {
    correlationId: request.id,
    method: request.method,
    path: pathOf(request),
    ipAddress: clientAddress(request),
    userAgent: request.headers["user-agent"],
    arguments: request.body,
  };
}
