import { expect, test } from "vitest";
import { imageId } from "./app-image.ts";

test("an image ID is taken without the line end", () => {
  const id = `sha256:${"a".repeat(64)}`;
  expect(imageId(`${id}\n`)).toBe(id);
});

test.each(["", "tovplay/backend:latest", `sha256:${"a".repeat(63)}`])(
  "refuses %j as an image ID",
  (printed) => {
    expect(() => imageId(printed)).toThrow(/instead of an image ID/);
  },
);
