import { expect, test } from "vitest";
import { parseToolchainLine } from "./toolchain-lines.ts";

test.each([
  ['{"type":"step","id":"a","label":"A","state":"running","index":1,"count":9}', "step"],
  ['{"type":"error","message":"no"}', "error"],
  ['{"type":"result","path":[]}', "result"],
  ['{"type":"step","id":"a"}', "other"],
  ["npm warn something", "other"],
  ["", "other"],
])("%j is read as %s", (line, type) => {
  expect(parseToolchainLine(line).type).toBe(type);
});
