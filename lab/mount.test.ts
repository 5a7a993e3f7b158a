import { expect, test } from "vitest";
import { bindMount } from "./mount.ts";

test.each([
  ["/srv/lab seeds/é's", "type=bind,source=/srv/lab seeds/é's,target=/seed,readonly"],
  ['/srv/"lab", mine', 'type=bind,"source=/srv/""lab"", mine",target=/seed,readonly'],
])("%s is mounted", (source, value) => {
  expect(bindMount(source, "/seed", true)).toBe(value);
});

test("what is not read-only may be written to", () => {
  expect(bindMount("/srv/a", "/b")).toBe("type=bind,source=/srv/a,target=/b");
});
