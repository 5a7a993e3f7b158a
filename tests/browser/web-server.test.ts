import { describe, expect, it } from "vitest";
import { useBrowser } from "./on-page.ts";

const onPage = useBrowser();

describe("the web server", () => {
  it("lets hashed files be kept for good, and index.html never without asking", () =>
    onPage(async ({ page }) => {
      const index = await page.request.get("/");
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(await index.text())?.[1] ?? "";
      const asset = await page.request.get(script);
      expect(index.headers()["cache-control"]).toBe("no-cache");
      expect(asset.headers()["cache-control"]).toContain("immutable");
      // All files have the same time, so a validator would call a new index.html unchanged.
      expect(index.headers()).not.toHaveProperty("etag");
      expect(index.headers()).not.toHaveProperty("last-modified");
    }));

  it("refuses a file that is missing, instead of sending the page in its place", () =>
    onPage(async ({ page }) => {
      expect((await page.request.get("/assets/missing.js")).status()).toBe(404);
    }));
});
