import { expect, test } from "vitest";
import { sentence } from "./sentence.ts";

test("keeps its words when the runtime puts others before them", () => {
  const error = sentence("the host is off; switch it on");
  error.message = `error serializing property "port": ${error.message}`;
  expect(error.message).toBe("the host is off; switch it on");
  expect(error.stack).toBe("");
});
