import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { accessibilityFaults } from "./axe.ts";
import { partOf, refreshName, useBrowser } from "./on-page.ts";

const onPage = useBrowser();

const refuseApi = (page: Page) => page.route("**/api/**", (route) => route.abort());
const breakApi = (page: Page) =>
  page.route("**/api/**", (route) =>
    route.fulfill({ status: 500, headers: { "x-correlation-id": "from-the-service" } }),
  );

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

  it("shows the correlation ID of the response", () =>
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

  it("recovers when the button is pressed again", () =>
    onPage(
      async ({ page }) => {
        await page.unroute("**/api/**");
        await page.getByRole("button", { name: refreshName }).click();
        await page.getByText("You now see the newest information").waitFor();
        expect(await partOf(page, "Games").textContent()).not.toContain("could not be loaded");
      },
      { prepare: refuseApi },
    ));
});
