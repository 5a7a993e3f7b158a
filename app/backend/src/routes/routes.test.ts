import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";
import { routes } from "./routes.ts";

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

const { app } = await testApp();
const document: { openapi: string; paths: Record<string, Record<string, Operation>> } = (
  await app.inject("/api/openapi.json")
).json();
const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
  Object.entries(byMethod).map(([method, operation]) => ({
    at: `${method.toUpperCase()} ${path}`,
    ...operation,
  })),
);

test("the OpenAPI document is of version 3.1 and has every route", () => {
  expect(document.openapi).toBe("3.1.0");
  const declared = routes.map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, "{$1}")}`);
  expect(operations.map(({ at }) => at).sort()).toEqual([...declared, "GET /api/health"].sort());
});

test("every operation has a name of its own, a summary, a section, a statement about signing in, and its errors", () => {
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { at, summary, tags, security, responses } of operations) {
    expect(summary, at).toMatch(/^[A-Z].*[^.]$/);
    expect(tags, at).toHaveLength(1);
    expect(security, at).toBeDefined();
    if (at === "GET /api/health") continue;
    const errors = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    expect(
      errors.map(([status]) => status),
      at,
    ).toEqual(expect.arrayContaining(["400", "500", "503"]));
    for (const [, { content }] of errors)
      expect(Object.keys(content ?? {}), at).toEqual(["application/problem+json"]);
  }
});

test("every route that writes is recorded under a name of its own in the audit log", () => {
  const writing = routes.filter(({ method }) => method !== "GET");
  expect(writing.filter(({ action }) => !action?.match(/^[a-z][a-z_]{2,63}$/))).toEqual([]);
  expect(routes.filter(({ method, action }) => method === "GET" && action)).toEqual([]);
  expect(new Set(writing.map(({ action }) => action)).size).toBe(writing.length);
});
