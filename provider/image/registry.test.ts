import { expect, test } from "vitest";
import { serverOf } from "./registry.ts";

test.each([
  ["nginx@sha256:a", "docker.io"],
  ["team/nginx@sha256:a", "docker.io"],
  ["registry.example.org/nginx@sha256:a", "registry.example.org"],
  ["127.0.0.1:5000/team/nginx@sha256:a", "127.0.0.1:5000"],
  ["localhost/nginx@sha256:a", "localhost"],
])("the registry of %s is %s", (reference, server) => {
  expect(serverOf(reference)).toBe(server);
});
