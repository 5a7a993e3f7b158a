import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gameRequestBody } from "./schemas.ts";

const id = "eddfd315-40f4-482b-83b4-236e87251aa9";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const read = (proposedFor: unknown) =>
  gameRequestBody.safeParse({ recipientId: id, gameId: id, proposedFor });

test.each([
  ["2028-02-29T18:00:00Z", "2028-02-29T18:00:00.000Z"],
  ["2028-01-31T18:00:00+02:00", "2028-01-31T16:00:00.000Z"],
])("a request to play at %s is valid", (text, moment) => {
  expect(read(text).data?.proposedFor.toISOString()).toBe(moment);
});

test.each([
  ["2028-02-30T18:00:00Z", "enter a valid date"],
  ["2028-04-31T18:00:00+02:00", "enter a valid date"],
  ["2028-01-31T25:00:00Z", "enter a valid date"],
  ["2028-01-31T18:00:00", "enter a valid date"],
  ["2027-11-21T11:59:59Z", "choose a time in the future"],
  ["2029-01-31T18:00:00Z", "choose a time within a year"],
  [1_832_954_400_000, "enter a valid date"],
])("a request to play at %s is refused with: %s", (text, words) => {
  expect(read(text).error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
});
