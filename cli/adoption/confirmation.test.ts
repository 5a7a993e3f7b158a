import { expect, test } from "vitest";
import { checkConfirmation, unconfirmed } from "./confirmation.ts";
import { planOf } from "./testing/plans.ts";

test.each([
  [{ timeZone: "+02" }, /--time-zone takes a zone/],
  [{ timeZone: "Mars/Base" }, /--time-zone takes a zone/],
  [{ encoding: "a'b" }, /--encoding takes a name/],
  [{ encoding: "Shift_JIS" }, /cannot be read safely/],
  [{ rows: "User" }, /--rows takes each table/],
  [{ rows: "" }, /--rows takes each table/],
])("the options %j are refused", (given, message) => {
  expect(() => checkConfirmation(given)).toThrow(message);
});

test("valid options are accepted", () => {
  checkConfirmation({
    timeZone: "Asia/Jerusalem",
    encoding: "WIN1252",
    rows: " User 2,Game 0 ",
    schema: "x",
  });
  checkConfirmation({});
});

const plans = [planOf("User"), planOf("Game")];
const doubt = "it does not end";

test.each([
  [[], undefined, 0],
  [[], "User 9", 0],
  [[doubt], "Game 0, User 2", 0],
  [[doubt], undefined, 2],
  [[doubt], "User 2", 2],
  [[doubt], "User 2, Game 1", 2],
  [[doubt], "User 2, Game 0, Other 1", 2],
])("doubts %j with --rows %j leave %i messages", (doubts, given, open) => {
  const lines = unconfirmed(doubts, plans, [2, 0], given);
  expect(lines).toHaveLength(open);
  if (open > 0) expect(lines.at(-1)).toContain("'User 2, Game 0'");
});
