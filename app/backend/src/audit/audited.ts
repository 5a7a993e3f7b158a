import type { FastifyRequest } from "fastify";
import { clientAddress } from "../client-address.ts";
import { correlated } from "../database/correlated.ts";
import type { Database, DatabaseTransaction } from "../database/database.ts";
import type { Severity } from "../database/tables.ts";
import { pathOf } from "../plugins/access-log.ts";
import { insertAuditRow } from "../queries/audit-log.ts";
import { type Actor, type AskedBy, auditRow, type Outcome } from "./audit-row.ts";

/** What is recorded of an action, whoever does it. */
export interface AuditedAction {
  /** What is done, for example `sign_in`. */
  action: string;
  /** Table that it concerns. */
  resourceType: string;
  /** Name of the handler; bundling drops what functions are called. */
  function: string;
  /** Default: LOW. */
  severity?: Severity;
}

/** The row that an action concerns; all of it is recorded as the result, but for secrets. */
interface Row {
  id: string;
}

/** What an audited handler works with. */
export interface AuditedUnit {
  /** Runs the change, and records it in the same transaction. To be called once, after all slow work. */
  commit: <Result extends Row>(
    work: (transaction: DatabaseTransaction) => Promise<Result>,
  ) => Promise<Result>;
  /** Names who acts, where the session does not. */
  actsAs: (actor: Actor) => void;
}

/**
 * Runs a handler that changes something: a success is recorded in the transaction of the change, so that there is never
 * one without the other; a failure in a transaction of its own.
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
    // The caller hears of the first failure; that it could not be recorded is for the log.
    await recorded.catch((err: unknown) =>
      request.log.error({ err, action: name }, "a failed action was not recorded"),
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
