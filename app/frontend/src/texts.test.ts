import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerTimeout } from "./api/request.ts";
import { fill, texts } from "./texts.ts";
import { oldAfter } from "./time/age.ts";

const banned = [/\bOK\b/i, /\bsubmit\b/i, /\bclick here\b/i, /\boops\b/i, /\binvalid\b/i, /\berror\b/i, /!/];
const idioms = [
  /\bin a nutshell\b/i,
  /\bhang tight\b/i,
  /\bup to date\b/i,
  /\bout of the box\b/i,
  /\bjust\b/i,
  /\bheads up\b/i,
];
const verbs = ["Skip", "Show", "Go", "Load"];

/** Every text in a value, with its path. */
function textsIn(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => textsIn(inner, path ? `${path}.${key}` : key));
}

const all = textsIn(texts, "");

describe("the texts of the page", () => {
  it.each(all)("contain no jargon or idiom in %s", (_path, text) => {
    for (const word of [...banned, ...idioms]) expect(text).not.toMatch(word);
  });

  it.each(all)("have sentences of at most 20 words in %s", (_path, text) => {
    const lengths = text.split(/[.?:]\s/).map((sentence) => sentence.trim().split(/\s+/).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(20);
  });

  it.each(Object.entries(texts.actions))("start with a verb in the action %s", (_name, text) => {
    const words = text.split(" ");
    expect(verbs).toContain(words[0]);
    expect(words.length).toBeGreaterThanOrEqual(3);
  });

  it("have the same title in index.html", () => {
    expect(readFileSync(new URL("../index.html", import.meta.url), "utf8")).toContain(
      `<title>${texts.site.title}</title>`,
    );
  });

  it("mention the times that the program uses", () => {
    expect(texts.failure.slow).toContain(`${answerTimeout / 1000} seconds`);
    expect(texts.refresh.old).toContain(`${oldAfter / 60_000} minutes`);
  });

  it("mention the exact name of the button in the failure texts", () => {
    expect(texts.failure.retry).toContain(`“${texts.actions.refresh}”`);
    expect(texts.failure.retryLater).toContain(`“${texts.actions.refresh}”`);
  });
});

describe("fill", () => {
  it.each([
    ["{count} games", { count: 12 }, "12 games"],
    ["{a} and {b}", { a: "one" }, "one and {b}"],
    ["no placeholder", { count: 1 }, "no placeholder"],
  ])("fills %j with %j", (text, values, filled) => {
    expect(fill(text, values)).toBe(filled);
  });
});
