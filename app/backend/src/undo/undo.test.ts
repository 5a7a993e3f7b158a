import { expect, test } from "vitest";
import { routes } from "../routes/routes.ts";
import { undoExceptions } from "./exceptions.ts";
import { inverses } from "./inverses.ts";

const commands = routes.filter(({ action }) => action !== undefined).map(({ name }) => name);

test("every command has an inverse, or is named in undo/exceptions.ts with the reason why not", () => {
  const open = commands.filter(
    (name) => !Object.hasOwn(inverses, name) && !Object.hasOwn(undoExceptions, name),
  );
  expect(open).toEqual([]);
});

test("no command has both, and nothing is named that is not a command", () => {
  const known = [...Object.keys(inverses), ...Object.keys(undoExceptions)];
  expect(known.filter((name, index) => known.indexOf(name) !== index)).toEqual([]);
  expect(known.filter((name) => !commands.includes(name))).toEqual([]);
});

test("every exception has a reason that can be read", () => {
  for (const [name, reason] of Object.entries(undoExceptions)) expect(reason.length, name).toBeGreaterThan(5);
});
