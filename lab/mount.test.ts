import { expect, test } from "vitest";
import { bindMount } from "./mount.ts";

test.each([
  ["/srv/lab seeds/é's", "type=bind,source=/srv/lab seeds/é's,target=/seed,readonly"],
  ['/srv/"lab", mine', 'type=bind,"source=/srv/""lab"", mine",target=/seed,readonly'],
])("bindMount quotes the path %s", (source, value) => {
  expect(bindMount(source, "/seed", true)).toBe(value);
});

test("bindMount is writable by default", () => {
  expect(bindMount("/srv/a", "/b")).toBe("type=bind,source=/srv/a,target=/b");
});
