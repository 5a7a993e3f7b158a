import { expect, test } from "vitest";
import { personActions, relations, relationTable } from "./relation.ts";

test("who may do what to whom", () => {
  const table = Object.fromEntries(
    relations.map((relation) => [
      relation,
      personActions.filter((action) => relationTable[relation][action]).join(" "),
    ]),
  );
  expect(table).toEqual({
    self: "see profile plan share_pool use_code",
    moderator: "moderate",
    blocked: "",
    friend: "see profile ask_friend invite plan share_pool use_code",
    acquaintance: "see profile ask_friend invite plan share_pool use_code",
    stranger: "use_code",
  });
});

test("nothing is allowed to somebody who is blocked, and a stranger is never listed", () => {
  expect(Object.values(relationTable.blocked).some(Boolean)).toBe(false);
  for (const action of personActions)
    if (action !== "use_code") expect(relationTable.stranger[action], action).toBe(false);
});
