import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityFaults, launchBrowser, openPage } from "./browser.ts";

const refreshName = "Show the newest information";
const moment = /\w+day, \d{1,2} \w+ \d{4} at \d\d:\d\d, Israel (Standard|Daylight) Time \(UTC\+[23]\)/;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Runs `look` on the page, loaded and quiet; closes it whatever happens. */
async function onPage(
  look: (opened: Awaited<ReturnType<typeof openPage>>) => Promise<void>,
  {
    path = "/",
    prepare,
    ...options
  }: BrowserContextOptions & { path?: string; prepare?: (page: Page) => Promise<unknown> } = {},
) {
  const opened = await openPage(browser, options);
  try {
    await prepare?.(opened.page);
    await opened.page.goto(path, { waitUntil: "networkidle" });
    await look(opened);
  } finally {
    await opened.close();
  }
}

const refuseApi = (page: Page) => page.route("**/api/**", (route) => route.abort());
const breakApi = (page: Page) =>
  page.route("**/api/**", (route) =>
    route.fulfill({ status: 500, headers: { "x-correlation-id": "from-the-service" } }),
  );
const holdApi = (page: Page) => page.route("**/api/**", () => {});

/** The words of the part of the page under this heading. */
const partOf = (page: Page, heading: string) => page.getByRole("region", { name: heading });

describe("the page", () => {
  it("lists the games that the service has", () =>
    onPage(async ({ page }) => {
      const answer: { games: { name: string }[] } = await (await page.request.get("/api/games")).json();
      expect(answer.games.length).toBeGreaterThan(0);
      const shown = await partOf(page, "Games").getByRole("heading", { level: 3 }).allTextContents();
      expect(shown).toEqual(answer.games.map((game) => game.name));
    }));

  it("shows the health of the service with the time of the check", () =>
    onPage(async ({ page }) => {
      const { database }: { database: { name: string; schemaVersion: number } } = await (
        await page.request.get("/api/health")
      ).json();
      const facts = await partOf(page, "Health of the service").getByRole("definition").allTextContents();
      expect(facts).toEqual([
        expect.stringMatching(/^Working/),
        database.name,
        String(database.schemaVersion),
        expect.stringMatching(moment),
      ]);
    }));

  it("gives no cause for complaint: console, requests, content security policy", () =>
    onPage(async ({ page, complaints }) => {
      await page.getByRole("button", { name: refreshName }).click();
      await page.getByText("You now see the newest information").waitFor();
      expect(complaints).toEqual({ console: [], requests: [], policy: [] });
    }));

  it("is guarded by a policy that refuses inline scripts and styles", () =>
    onPage(async ({ page, complaints }) => {
      const inline = page.evaluate(() => document.body.setAttribute("onclick", "document.title = 'broken'"));
      await expect(inline).rejects.toThrow("TrustedScript");
      await page.evaluate(() => {
        const style = document.createElement("style");
        style.textContent = "body { display: none }";
        document.body.append(style);
      });
      await expect.poll(() => complaints.policy).toEqual(["require-trusted-types-for", "style-src-elem"]);
    }));

  it("shows newer information only when asked to", () =>
    onPage(
      async ({ page }) => {
        const health = partOf(page, "Health of the service");
        const before = await health.textContent();
        await page.clock.fastForward("30:00");
        await page.getByText("It is more than 5 minutes old.").waitFor();
        expect(await health.textContent()).toBe(before);
        const asked = page.waitForRequest("**/api/health");
        await page.getByRole("button", { name: refreshName }).click();
        await asked;
        await page.getByText("You now see the newest information").waitFor();
      },
      { prepare: (page) => page.clock.install() },
    ));

  it("keeps everything in its place when newer information comes", () =>
    onPage(async ({ page }) => {
      const places = () =>
        page.evaluate(() =>
          Array.from(document.querySelectorAll("h2, button"), (part) => part.getBoundingClientRect().top),
        );
      const before = await places();
      await page.getByRole("button", { name: refreshName }).click();
      expect(await places()).toEqual(before);
      await page.getByText("You now see the newest information").waitFor();
      expect(await places()).toEqual(before);
    }));

  it("keeps the chosen colours for the next visit", () =>
    onPage(async ({ page }) => {
      await page.getByLabel("Colours").selectOption("Calm");
      await page.reload();
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("calm");
      expect(await page.getByLabel("Colours").inputValue()).toBe("calm");
    }));

  it("says so in plain words at an address that does not exist", () =>
    onPage(
      async ({ page }) => {
        expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("This page does not exist");
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      { path: "/no/such/page" },
    ));
});

describe("when the service fails, the page", () => {
  it("says what to do, without technical words", () =>
    onPage(
      async ({ page }) => {
        const words = await partOf(page, "Games").textContent();
        expect(words).toContain("The games could not be loaded");
        expect(words).toContain(
          "Your device could not reach TovPlay. Please check your internet connection.",
        );
        expect(words).toContain(`Then press “${refreshName}”.`);
        expect(words).not.toMatch(/fetch|undefined|error/i);
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      { prepare: refuseApi },
    ));

  it("shows the correlation id of the answer", () =>
    onPage(
      async ({ page }) => {
        expect(await partOf(page, "Games").textContent()).toMatch(/send this code:\s*from-the-service/);
      },
      { prepare: breakApi },
    ));

  it("keeps the last information and says that it is not the newest", () =>
    onPage(async ({ page }) => {
      const games = partOf(page, "Games").getByRole("heading", { level: 3 });
      const before = await games.allTextContents();
      await refuseApi(page);
      await page.getByRole("button", { name: refreshName }).click();
      await page.getByText("The list of games is not the newest").waitFor();
      expect(await games.allTextContents()).toEqual(before);
      expect(await partOf(page, "Health of the service").textContent()).not.toContain(
        "You can use TovPlay as usual",
      );
      expect(await accessibilityFaults(page)).toEqual([]);
    }));

  it("works again after the next press of the button", () =>
    onPage(
      async ({ page }) => {
        await page.unroute("**/api/**");
        await page.getByRole("button", { name: refreshName }).click();
        await partOf(page, "Games").getByRole("listitem").first().waitFor();
        expect(await partOf(page, "Games").textContent()).not.toContain("could not be loaded");
      },
      { prepare: refuseApi },
    ));
});

describe.each([375, 1280])("at a width of %i pixels", (width) => {
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

  it("never scrolls sideways, and every control is at least 44 pixels high and wide", () =>
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

describe("with the keyboard alone", () => {
  it("everything is reached in order, with a focus that can be seen", () =>
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

  it("the skip link leads into the main part, and the next stop is the button", () =>
    onPage(async ({ page }) => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(refreshName);
    }));

  it("the button works and keeps the focus, and the outcome is announced", () =>
    onPage(async ({ page }) => {
      await page.getByRole("button", { name: refreshName }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("status").filter({ hasText: "You now see the newest information" }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(refreshName);
    }));

  it("the colours can be chosen", () =>
    onPage(async ({ page }) => {
      await page.getByLabel("Colours").focus();
      await page.keyboard.press("d");
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    }));
});

describe("with reduced motion", () => {
  it.each([
    ["loaded", undefined],
    ["loading", holdApi],
  ])("nothing moves on the page while it is %s", async (_state, prepare) => {
    const { page, close } = await openPage(browser, { reducedMotion: "reduce" });
    await prepare?.(page);
    await page.goto("/");
    await page.getByRole("heading", { name: "Games", exact: true }).waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    expect(await page.locator("video, audio, marquee, img[src$='.gif']").count()).toBe(0);
    await close();
  });
});

describe("the answers of the web server", () => {
  it("let hashed files be kept for good, and index.html never without asking", async () => {
    const { page, close } = await openPage(browser);
    const index = await page.request.get("/");
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await index.text())?.[1] ?? "";
    const asset = await page.request.get(script);
    expect(index.headers()["cache-control"]).toBe("no-cache");
    expect(asset.headers()["cache-control"]).toContain("immutable");
    // All files have the same time, so a validator would call a new index.html unchanged.
    expect(index.headers()).not.toHaveProperty("etag");
    expect(index.headers()).not.toHaveProperty("last-modified");
    await close();
  });

  it("refuse a file that is missing, instead of sending the page in its place", async () => {
    const { page, close } = await openPage(browser);
    expect((await page.request.get("/assets/missing.js")).status()).toBe(404);
    await close();
  });
});
