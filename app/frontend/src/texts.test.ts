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

/** Every text below a value, with the way to it. */
function textsIn(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => textsIn(inner, path ? `${path}.${key}` : key));
}

const all = textsIn(texts, "");

describe("the words on the page", () => {
  it.each(all)("are plain in %s", (_path, text) => {
    for (const word of [...banned, ...idioms]) expect(text).not.toMatch(word);
  });

  it.each(all)("come in sentences of at most 20 words in %s", (_path, text) => {
    const lengths = text.split(/[.?:]\s/).map((sentence) => sentence.trim().split(/\s+/).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(20);
  });

  it.each(Object.entries(texts.actions))("say verb and object in the action %s", (_name, text) => {
    const words = text.split(" ");
    expect(verbs).toContain(words[0]);
    expect(words.length).toBeGreaterThanOrEqual(3);
  });

  it("are the same in index.html, before any script has run", () => {
    expect(readFileSync(new URL("../index.html", import.meta.url), "utf8")).toContain(
      `<title>${texts.site.title}</title>`,
    );
  });

  it("name the times that the program uses", () => {
    expect(texts.failure.slow).toContain(`${answerTimeout / 1000} seconds`);
    expect(texts.refresh.old).toContain(`${oldAfter / 60_000} minutes`);
  });

  it("name the button that the failure texts ask to press", () => {
    expect(texts.failure.mend).toContain(`“${texts.actions.refresh}”`);
    expect(texts.failure.mendLater).toContain(`“${texts.actions.refresh}”`);
  });
});

describe("fill", () => {
  it.each([
    ["{count} games", { count: 12 }, "12 games"],
    ["{a} and {b}", { a: "one" }, "one and {b}"],
    ["no place", { count: 1 }, "no place"],
  ])("fills %j with %j", (text, values, filled) => {
    expect(fill(text, values)).toBe(filled);
  });
});
