import type { FastifyRequest } from "fastify";
import { earlierAnswer, keepAnswer, type Replay, takeKey } from "../api/idempotency.ts";
import type { Change, Committed, Unit } from "../api/unit.ts";
import { clientAddress } from "../client-address.ts";
import { correlated } from "../database/correlated.ts";
import type { DatabaseTransaction } from "../database/database.ts";
import { retried } from "../database/retried.ts";
import type { Severity } from "../database/tables/records.ts";
import { pathOf } from "../plugins/access-log.ts";
import type { Vault } from "../privacy/vault.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { type Actor, type AskedBy, auditRow, type Outcome, personalFields } from "./audit-row.ts";
import { insertAuditRow } from "./queries.ts";

/** What is recorded about an action, no matter who performs it. */
export interface AuditedAction {
  /** Name of the action, for example `sign_in`. */
  action: string;
  /** Table that it affects. */
  resourceType: string;
  severity: Severity;
  /** Name of the handler; bundling drops function names. */
  function: string;
  arguments: Readonly<Record<string, unknown>>;
}

/** Thrown inside a transaction to undo it: the same request was committed at the same time. */
class Overtaken extends Error {}

/**
 * What a handler that changes something works with. A success is recorded in the transaction of the change, so that neither exists
 * without the other; a failure is recorded in a separate transaction.
 */
export function newUnit(
  { database, vault }: Pick<RouteContext, "database" | "vault">,
  request: FastifyRequest,
  { action: name, ...rest }: AuditedAction,
  replay?: Replay,
) {
  const what = { name, ...rest, startedAt: new Date() };
  const asked = askedBy(request, rest.arguments);
  let actor: Actor | null = request.account;
  let committed = false;
  const record = async (transaction: DatabaseTransaction, outcome: Outcome) => {
    const personal = actor && (await sealedActor(vault, transaction, actor, asked));
    await insertAuditRow(transaction, auditRow(what, asked, { actor, personal }, outcome)).execute();
  };
  const correlation = () => ({ id: request.id, userId: actor?.id ?? null });
  const commit = async <Answer>(work: (transaction: DatabaseTransaction) => Promise<Change<Answer>>) => {
    const once = () =>
      correlated(database, correlation(), async (transaction) => {
        if (replay && !(await takeKey(transaction, replay))) throw new Overtaken();
        const { id, answer } = await work(transaction);
        if (replay) await keepAnswer(transaction, replay, answer);
        await record(transaction, { success: true, resourceId: id });
        return answer;
      });
    const answer = await retried(once).catch(async (error: unknown) => {
      if (!replay || !(error instanceof Overtaken)) throw error;
      return (await earlierAnswer(database, replay))?.answer as Answer;
    });
    committed = true;
    return { answer } as Committed<Answer>;
  };
  const unit: Unit = {
    commit,
    unchanged: (id, answer) => commit(async () => ({ id, answer })),
    actsAs: (given) => {
      actor = given;
    },
  };
  const recordFailure = async (error: unknown) => {
    if (committed) return;
    const recorded = correlated(database, correlation(), (transaction) =>
      record(transaction, { success: false, error }),
    );
    // The caller gets the first failure; a failure to record it goes to the log.
    await recorded.catch((err: unknown) =>
      request.log.error({ err, action: name }, "cannot record a failed action in the audit log"),
    );
  };
  return { unit, recordFailure };
}

function sealedActor(vault: Vault, transaction: DatabaseTransaction, actor: Actor, asked: AskedBy) {
  const fields = JSON.stringify(personalFields(asked, actor));
  return vault.sealUnlessErased(transaction, actor.id, "audit", fields);
}

function askedBy(request: FastifyRequest, allowed: Readonly<Record<string, unknown>>): AskedBy {
  return {
    correlationId: request.id,
    method: request.method,
    path: request.routeOptions.url ?? pathOf(request),
    ipAddress: clientAddress(request),
    userAgent: request.headers["user-agent"],
    arguments: allowed,
  };
}
