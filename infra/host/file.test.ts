import { expect, test } from "vitest";
import { hashedPath } from "./file.ts";

test.each([
  ["one content has one path", "a", "a", true],
  ["another content has another path", "a", "b", false],
])("%s", (_, first, second, same) => {
  const [one, two] = [first, second].map((content) =>
    hashedPath("/srv/files", "pgbouncer/userlist.txt", content),
  );
  expect(one === two).toBe(same);
  expect(one).toMatch(/^\/srv\/files\/pgbouncer\/userlist\.txt\.[0-9a-f]{16}$/);
});
