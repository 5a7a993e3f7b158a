import { expect, test } from "vitest";
import { earlierRelease, parseHistory } from "./history.ts";

const line = (time: string, image: string, result = "done") =>
  JSON.stringify({ time, actor: "alex", elapsed: 9, result, release: { appImages: { backend: image } } });

const history = parseHistory(
  [
    line("2026-11-21T10:00:00Z", "one"),
    line("2026-11-21T11:00:00Z", "two"),
    '{"time":"2026-11-21T11:30:00Z","act',
    line("2026-11-21T11:40:00Z", "broken", "failed"),
    line("2026-11-21T12:00:00Z", "three"),
    line("2026-11-21T12:05:00Z", "three"),
  ].join("\n"),
);

test("a line that was cut off is left out", () => {
  expect(history).toHaveLength(5);
});

test.each([
  ["the newest release that differs, not one that failed", undefined, "two"],
  ["the one of a time", "2026-11-21T10:00:00Z", "one"],
])("a rollback takes %s", (_, time, image) => {
  expect(earlierRelease(history, time).release).toEqual({ appImages: { backend: image } });
});

test.each([
  ["nothing came before", parseHistory(line("2026-11-21T10:00:00Z", "one")), undefined],
  ["nothing was deployed at that time", history, "2026-11-21T09:00:00Z"],
  ["what happened at that time failed", history, "2026-11-21T11:40:00Z"],
])("a rollback is refused when %s", (_, lines, time) => {
  expect(() => earlierRelease(lines, time)).toThrow(/the host's history has no release/);
});
