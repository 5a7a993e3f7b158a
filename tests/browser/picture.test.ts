import { expect, it } from "vitest";
import { partOf, useBrowser } from "./on-page.ts";

const onPage = useBrowser();
/** File for the picture in README.md; the test is skipped without it. */
const path = process.env.TOVPLAY_PICTURE;

it.runIf(path)("a screenshot of the page takes less than 80 kB", () =>
  onPage(
    async ({ page }) => {
      await partOf(page, "Games").getByRole("heading", { level: 3 }).first().waitFor();
      const picture = await page.screenshot({ ...(path && { path }), animations: "disabled" });
      expect(picture.length).toBeLessThan(80_000);
    },
    { viewport: { width: 960, height: 600 } },
  ),
);
