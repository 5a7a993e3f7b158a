import { expect, test } from "vitest";
import { kinds } from "./kinds.ts";
import { momentIn, wordsOf } from "./words.ts";

const facts = {
  details: { requestId: "r", sessionId: "s", minutes: 60, channel: "email" },
  person: "Ada",
  game: "Portal 2",
  takesPlaceAt: new Date("2026-12-01T18:00Z"),
};

test("every kind's words, in the reader's zone", () => {
  const all = Object.keys(kinds).map((kind) => {
    const { title, body, page } = wordsOf({ kind, ...facts }, "Europe/Berlin");
    return `${title} ${body} (${page})`;
  });
  expect(all).toMatchSnapshot();
});

test.each(Object.entries(kinds))(
  "the words of %s are short sentences that press nobody and name nobody on a locked screen",
  (_name, kind) => {
    expect(kind.title).not.toMatch(/\{/);
    for (const sentence of `${kind.title} ${kind.body}`.split(/(?<=[.?]) /)) {
      expect(sentence.split(" ").length).toBeLessThanOrEqual(20);
      expect(sentence).toMatch(/[.?]$/);
    }
    expect(`${kind.title} ${kind.body}`).not.toMatch(
      /!|hurry|don't miss|last chance|streak|only \d|invit|email|event|failed|error/i,
    );
    expect(kind.body.includes("{person}")).toBe(kind.about && kind.body.includes("{person}"));
  },
);

test("a kind that this release does not know is shown in general words", () => {
  expect(wordsOf({ ...facts, kind: "from_a_newer_release" }, "UTC").title).toBe("There is news.");
});

test("what is not known any more is said in general", () => {
  const bare = { kind: "request_received", details: {}, person: null, game: null, takesPlaceAt: null };
  expect(wordsOf(bare, "UTC").body).toContain("Somebody asks you to play a game on the time on its page.");
});

test("a moment has its weekday, date and zone", () => {
  expect(momentIn(facts.takesPlaceAt, "America/New_York")).toBe(
    "Tuesday, 1 December 2026 at 13:00 (America/New_York)",
  );
});
