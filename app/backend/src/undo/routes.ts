import { ApiError, notFound } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { inverses } from "./inverses.ts";
import { laterChange, lockUndoable, setUndone } from "./queries.ts";
import { undoneAnswer, undoParams } from "./schemas.ts";

const changedSince = () =>
  new ApiError(
    "conflict",
    "This was changed again meanwhile. Nothing was taken back. Look at it as it is now.",
  );

/** Takes a change back, for ten minutes. */
export const routes = [
  command({
    name: "undoChange",
    url: "/api/undo/:id",
    tag: "Undo",
    summary: "Take a change back within ten minutes",
    access: "member",
    params: undoParams,
    answer: undoneAnswer,
    refusals: ["conflict"],
    audit: { action: "undo_change", resource: "UndoableChange", keeps: ["id"] },
    handle: async ({ params: { id }, account, commit, context }) =>
      commit(async (tx) => {
        const now = context.clock();
        const change = await lockUndoable(
          tx,
          id,
          account.id,
          new Date(now.epochMilliseconds),
        ).executeTakeFirst();
        if (!change?.before) throw notFound("entry");
        const { command: name, subjectId } = change;
        const later = await laterChange(tx, { ...change, id, userId: account.id }).executeTakeFirst();
        if (later) throw changedSince();
        const before = await context.vault.open(tx, account.id, "undo", change.before);
        const inverse = inverses[name];
        if (before === null || !inverse) throw notFound("entry");
        const undoing = {
          userId: account.id,
          subjectId,
          before: JSON.parse(before) as unknown,
          now,
          vault: context.vault,
        };
        if (!(await inverse(tx, undoing))) throw changedSince();
        await setUndone(tx, id).execute();
        return { id, answer: { command: name, subjectId } };
      }),
  }),
];
