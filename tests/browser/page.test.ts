import { beforeAll, describe, expect, it } from "vitest";
import { siteUrl, tovrun } from "../stack/tovrun.ts";
import { accessibilityFaults } from "./axe.ts";
import { partOf, refreshName, useBrowser } from "./on-page.ts";

const onPage = useBrowser();
const moment = /\w+day, \d{1,2} \w+ \d{4} at \d\d:\d\d, Israel (Standard|Daylight) Time \(UTC\+[23]\)/;

beforeAll(async () => {
  const { games }: { games: unknown[] } = await (await fetch(`${siteUrl}/api/games`)).json();
  if (games.length > 0) return;
  const { exitCode, stderr } = await tovrun("seed");
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
});

describe("the page", () => {
  it("lists the games that the service returns", () =>
    onPage(async ({ page }) => {
      const answer: { games: { name: string }[] } = await (await page.request.get("/api/games")).json();
      expect(answer.games).not.toEqual([]);
      const shown = await partOf(page, "Games").getByRole("heading", { level: 3 }).allTextContents();
      expect(shown).toEqual(answer.games.map((game) => game.name));
    }));

  it("shows the health of the service with the time of the check", () =>
    onPage(async ({ page }) => {
      const facts = await partOf(page, "Health of the service").getByRole("definition").allTextContents();
      expect(facts).toEqual([expect.stringMatching(/^Working/), expect.stringMatching(moment)]);
    }));

  it("causes no console errors, failed requests or violations of the content security policy", () =>
    onPage(async ({ page, problems }) => {
      await page.getByRole("button", { name: refreshName }).click();
      await page.getByText("You now see the newest information").waitFor();
      expect(problems).toEqual({ console: [], requests: [], policy: [] });
    }));

  it("has a content security policy that blocks inline scripts and styles", () =>
    onPage(async ({ page, problems }) => {
      const inline = page.evaluate(() => document.body.setAttribute("onclick", "document.title = 'broken'"));
      await expect(inline).rejects.toThrow("TrustedScript");
      await page.evaluate(() => {
        const style = document.createElement("style");
        style.textContent = "body { display: none }";
        document.body.append(style);
      });
      await expect.poll(() => problems.policy).toEqual(["require-trusted-types-for", "style-src-elem"]);
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

  it("moves nothing when newer information arrives", () =>
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

  it("says in plain words that an address does not exist", () =>
    onPage(
      async ({ page }) => {
        expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("This page does not exist");
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      { path: "/no/such/page" },
    ));
});
