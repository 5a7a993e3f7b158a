import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { accessibilityFaults } from "./axe.ts";
import { refreshName, useBrowser } from "./on-page.ts";

const onPage = useBrowser();

const holdApi = (page: Page) => page.route("**/api/**", () => {});

describe.each([375, 1280])("the page at a width of %i pixels", (width) => {
  const viewport = { width, height: 800 };

  it.each([
    ["light", "light", "device"],
    ["dark", "dark", "device"],
    ["calm", "light", "calm"],
  ] as const)("has no accessibility faults in the theme %s", (_theme, colorScheme, chosen) =>
    onPage(
      async ({ page }) => {
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      {
        viewport,
        colorScheme,
        prepare: (page) => page.addInitScript(`localStorage.setItem("tovplay.theme", "${chosen}")`),
      },
    ),
  );

  it("never scrolls sideways, and has no control smaller than 44 by 44 pixels", () =>
    onPage(
      async ({ page }) => {
        const seen = await page.evaluate(() => ({
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          small: Array.from(document.querySelectorAll("button, select, main a"))
            .filter(
              (part) => part.getBoundingClientRect().height < 44 || part.getBoundingClientRect().width < 44,
            )
            .map((part) => part.outerHTML),
        }));
        expect(seen).toEqual({ overflow: 0, small: [] });
      },
      { viewport },
    ));
});

describe("the page used with the keyboard alone", () => {
  it("reaches every control in order, with a visible focus", () =>
    onPage(async ({ page }) => {
      const reached: string[] = [];
      for (let press = 0; press < 3; press += 1) {
        await page.keyboard.press("Tab");
        const focus = await page.evaluate(() => {
          const part = document.activeElement ?? document.body;
          const { outlineStyle, outlineWidth } = getComputedStyle(part);
          const { top, left, height } = part.getBoundingClientRect();
          return {
            name: part.id || part.textContent,
            outline: `${outlineStyle} ${outlineWidth}`,
            inView: top >= 0 && left >= 0 && height >= 44,
          };
        });
        expect(focus).toMatchObject({ outline: "solid 3px", inView: true });
        reached.push(String(focus.name));
      }
      expect(reached).toEqual(["Skip to the main part", "theme", refreshName]);
      const focusable = await page
        .locator("a[href], button, select, input, textarea, [tabindex='0']")
        .count();
      expect(reached).toHaveLength(focusable);
    }));

  it("moves the focus from the skip link to the main part, and from there to the button", () =>
    onPage(async ({ page }) => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(refreshName);
    }));

  it("keeps the focus on the button after a refresh, and announces the outcome", () =>
    onPage(async ({ page }) => {
      await page.getByRole("button", { name: refreshName }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("status").filter({ hasText: "You now see the newest information" }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(refreshName);
    }));

  it("lets the user choose the colours", () =>
    onPage(async ({ page }) => {
      await page.getByLabel("Colours").focus();
      await page.keyboard.press("d");
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    }));
});

describe("the page with reduced motion", () => {
  it.each([
    ["loaded", undefined],
    ["loading", holdApi],
  ])("moves nothing while it is %s", (_state, prepare) =>
    onPage(
      async ({ page }) => {
        await page.getByRole("heading", { name: "Games", exact: true }).waitFor();
        expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
        expect(await page.locator("video, audio, marquee, img[src$='.gif']").count()).toBe(0);
      },
      { reducedMotion: "reduce", until: "load", ...(prepare ? { prepare } : {}) },
    ),
  );
});
