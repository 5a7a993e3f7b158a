import { describe, expect, it } from "vitest";
import { applyTheme, storedTheme, storeTheme, themeOf, themes } from "./theme.ts";

const refuse = () => {
  throw new DOMException("storage is off", "SecurityError");
};

describe("the theme", () => {
  it.each(themes)("keeps %s for the next visit", (theme) => {
    const kept = new Map<string, string>();
    storeTheme(theme, () => ({ setItem: (key, value) => void kept.set(key, value) }));
    expect(storedTheme(() => ({ getItem: (key) => kept.get(key) ?? null }))).toBe(theme);
  });

  it.each([undefined, null, "", "neon", 7, {}])("follows the device when %j is stored", (value) => {
    expect(themeOf(value)).toBe("device");
  });

  it("works in a browser without storage", () => {
    expect(storedTheme(refuse)).toBe("device");
    expect(() => storeTheme("calm", refuse)).not.toThrow();
  });

  it("sets an attribute on the page and removes it for the device's colours", () => {
    const root = { dataset: {} as DOMStringMap };
    applyTheme("calm", root);
    expect(root.dataset).toEqual({ theme: "calm" });
    applyTheme("device", root);
    expect(root.dataset).toEqual({});
  });
});
