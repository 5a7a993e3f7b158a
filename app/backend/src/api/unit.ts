import type { Actor } from "../audit/audit-row.ts";
import type { DatabaseTransaction } from "../database/database.ts";

declare const recorded: unique symbol;

/** An answer whose change is committed and recorded: only {@link Unit} makes one, so no command ends without a record. */
export interface Committed<Answer> {
  readonly answer: Answer;
  readonly [recorded]: true;
}

/** What a change returns: the id of what it affected, for the audit log, and the answer. */
export interface Change<Answer> {
  id: string;
  answer: Answer;
}

/** With what a command changes something. */
export interface Unit {
  /**
   * Makes the change and records it in the same transaction. Call it once, after all slow work; the work runs again when the database
   * gave it up in favour of another transaction, so it touches nothing but the database.
   */
  commit: <Answer>(
    work: (transaction: DatabaseTransaction) => Promise<Change<Answer>>,
  ) => Promise<Committed<Answer>>;
  /** Records that there was nothing to change. */
  unchanged: <Answer>(id: string, answer: Answer) => Promise<Committed<Answer>>;
  /** Sets who acts, where the session does not say. */
  actsAs: (actor: Actor) => void;
}
