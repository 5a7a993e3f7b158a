import { expect, test } from "vitest";
import { z } from "zod";
import { differentInClusters, differentPorts, port } from "./ports.ts";

const services = z.record(z.string(), port).superRefine(differentPorts);
const clusters = z
  .record(z.string(), z.object({ port, forwardPort: port }))
  .superRefine(differentInClusters("port", "forwardPort"));

/** What a schema finds wrong, one line a key. */
function wrong(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test.each([1, 8080, 65_535])("%s is a port", (value) => {
  expect(wrong(port, value)).toEqual([]);
});

test.each([
  [0, ": must be a port from 1 to 65535"],
  [65_536, ": must be a port from 1 to 65535"],
  [80.5, ": must be a whole number in plain digits, without quotes, for example 8080"],
  ["8080", ": must be a whole number in plain digits, without quotes, for example 8080"],
  [undefined, ": must be a whole number in plain digits, without quotes, for example 8080"],
])("%j is no port", (value, message) => {
  expect(wrong(port, value)).toEqual([message]);
});

test("two services with one port are named, each further one with the first", () => {
  expect(wrong(services, { nginx: 80, backend: 81, loki: 80, postgres: 80 })).toEqual([
    "loki: 80 is the port of nginx already; choose another",
    "postgres: 80 is the port of nginx already; choose another",
  ]);
  expect(wrong(services, { nginx: 80, backend: 81 })).toEqual([]);
});

test("clusters differ in each of the ports, but one of them may have one number twice", () => {
  const of = (production: [number, number], staging: [number, number]) => ({
    production: { port: production[0], forwardPort: production[1] },
    staging: { port: staging[0], forwardPort: staging[1] },
  });
  expect(wrong(clusters, of([5432, 5432], [5433, 5433]))).toEqual([]);
  expect(wrong(clusters, of([5432, 25_432], [5432, 25_432]))).toEqual([
    "staging.port: 5432 is the port of production.port already; choose another",
    "staging.forwardPort: 25432 is the port of production.forwardPort already; choose another",
  ]);
});
