import { expect, test } from "vitest";
import { glossary, unwelcome } from "./glossary.ts";
import { moment } from "./letter.ts";
import { letters, type MailKind } from "./letters.ts";

const site = { publicUrl: "https://app.example.org" };
const details = {
  token: "T".repeat(43),
  until: "2026-11-30T21:24:30Z",
  username: "ada",
  subject: "A game on Tuesday",
  text: "Hello,\n\nada would like to play.\n\nTovPlay\n",
};
const all = (Object.keys(letters) as MailKind[]).map((kind) => ({
  kind,
  ...(letters[kind] as (given: typeof details, to: typeof site) => { subject: string; text: string })(
    details,
    site,
  ),
}));

test("every mail says what it is", async () => {
  const text = all.map(({ kind, subject, text }) => `== ${kind}\n${subject}\n\n${text}`).join("\n");
  await expect(text).toMatchFileSnapshot("letters.snapshot.txt");
});

test.each(all)("$kind uses our word for each thing, and none that presses", ({ subject, text }) => {
  const words = `${subject}\n${text.replaceAll(/https:\S+/g, "")}`;
  const found = [...glossary.flatMap(({ avoid }) => avoid), ...unwelcome].filter((word) =>
    new RegExp(`\\b${word}\\b`, "i").test(words),
  );
  expect(found).toEqual([]);
});

test.each(all)("$kind has short sentences, and one subject line", ({ subject, text }) => {
  const sentences = text
    .replaceAll(/https:\S+/g, "link")
    .split(/[.!?:]\s|\n\n/)
    .map((sentence) => sentence.split(/\s+/).length);
  expect(Math.max(...sentences)).toBeLessThanOrEqual(20);
  expect(subject.length).toBeLessThanOrEqual(60);
  expect(subject).not.toMatch(/[\r\n!]/);
});

test("a token is in the fragment of its link only", () => {
  for (const { text } of all)
    for (const [link] of text.matchAll(/https:\S+/g)) {
      const { pathname, search } = new URL(link);
      expect(`${pathname}${search}`).not.toContain(details.token);
    }
  expect(all.filter(({ text }) => text.includes(`#token=${details.token}`))).toHaveLength(5);
});

test("a moment has weekday, date and zone", () => {
  expect(moment(new Date("2026-11-30T21:24:30Z"))).toBe("Monday 30 November 2026, 21:24 UTC");
});
