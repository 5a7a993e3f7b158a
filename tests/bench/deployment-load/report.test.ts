import { expect, test } from "vitest";
import type { Outcome } from "./http-load.ts";
import { isFlawless, quantile, readable, reportOf } from "./report.ts";

const sockets = { sockets: 2, messages: 10, lost: 0, sentAgain: 1, reconnects: 2, longestWait: 40 };
const run = { command: "deploy 1", begun: 0, seconds: 5, exitCode: 0, asExpected: true };

function outcomes(count: number, patch: (index: number) => Partial<Outcome> = () => ({})): Outcome[] {
  return Array.from({ length: count }, (_, index) => ({
    due: index * 5,
    late: index / 200,
    waited: index + 1,
    client: "HTTP/2",
    repeated: false,
    ...patch(index),
  }));
}

test("a load test is flawless when every request was answered, every message acknowledged and every deployment succeeded", () => {
  const report = reportOf(outcomes(201), sockets, [run]);
  expect(report).toMatchObject({
    requests: 201,
    failed: 0,
    rate: 199.8,
    waited: { median: 101, p99: 199, longest: 201 },
    late: 1,
    longestAt: 1,
  });
  expect(isFlawless(report)).toBe(true);
});

test("a load test counts a request sent again on a new connection separately, and not as a failure", () => {
  const report = reportOf(
    outcomes(10, (index) => ({ repeated: index === 3 })),
    sockets,
    [run],
  );
  expect(report.repeated).toBe(1);
  expect(isFlawless(report)).toBe(true);
});

test("a load test counts failures by their cause", () => {
  const failure = (index: number) => (index % 2 === 0 ? { failure: "/: answered 502" } : {});
  const report = reportOf(outcomes(5, failure), sockets, [run]);
  expect(report.failures).toEqual({ "/: answered 502 (HTTP/2)": 3 });
  expect(isFlawless(report)).toBe(false);
  expect(readable(report).join("\n")).toContain("3 × /: answered 502 (HTTP/2)");
});

test.each([
  ["a lost message", outcomes(1), { ...sockets, lost: 1 }, [run]],
  ["a deployment that did not end as expected", outcomes(1), sockets, [{ ...run, asExpected: false }]],
  ["no requests", [], sockets, [run]],
])("a load test with %s is not flawless", (_case, sent, messages, runs) => {
  expect(isFlawless(reportOf(sent, messages, runs))).toBe(false);
});

test("a quantile is a value that occurred", () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(quantile([1, 2, 3, 4], 0.99)).toBe(4);
  expect(quantile([], 0.5)).toBeNaN();
});
