import { readSettings } from "@tovplay/runtime/settings";
import { expect, test } from "vitest";
import { serverSettings } from "./settings.ts";

const { PUBLIC_URL } = serverSettings;

test.each(["http://127.0.0.1:8080", "https://app.example.org", "https://app.example.org/"])(
  "PUBLIC_URL accepts the origin %s",
  (url) => {
    expect(readSettings({ PUBLIC_URL }, { PUBLIC_URL: url })).toEqual({ PUBLIC_URL: url });
  },
);

test.each([
  "app.example.org",
  "ftp://app.example.org",
  "https://app.example.org/path",
  "https://u:p@app.example.org",
  "x",
])("PUBLIC_URL refuses %s, which is not an origin", (url) => {
  expect(() => readSettings({ PUBLIC_URL }, { PUBLIC_URL: url })).toThrow(
    /PUBLIC_URL is wrong: set the site's address/,
  );
});
