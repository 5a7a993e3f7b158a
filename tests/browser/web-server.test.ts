import { describe, expect, it } from "vitest";
import { useBrowser } from "./on-page.ts";

const onPage = useBrowser();

describe("the web server", () => {
  it("lets browsers cache hashed files forever, and index.html only if they revalidate it", () =>
    onPage(async ({ page }) => {
      const index = await page.request.get("/");
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(await index.text())?.[1] ?? "";
      const asset = await page.request.get(script);
      expect(index.headers()["cache-control"]).toBe("no-cache");
      expect(asset.headers()["cache-control"]).toContain("immutable");
      // All files have the same modification time, so a validator would report a new index.html as unchanged.
      expect(index.headers()).not.toHaveProperty("etag");
      expect(index.headers()).not.toHaveProperty("last-modified");
    }));

  it("answers 404 for a missing file instead of sending the page", () =>
    onPage(async ({ page }) => {
      expect((await page.request.get("/assets/missing.js")).status()).toBe(404);
    }));
});
