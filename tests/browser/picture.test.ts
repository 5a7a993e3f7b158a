import { expect, it } from "vitest";
import { partOf, useBrowser } from "./on-page.ts";

const onPage = useBrowser();
/** File that the picture in README.md is written to, when it is asked for. */
const path = process.env.TOVPLAY_PICTURE;

it.runIf(path)("the page can be shown in a picture of at most 80 kB", () =>
  onPage(
    async ({ page }) => {
      await partOf(page, "Games").getByRole("heading", { level: 3 }).first().waitFor();
      const picture = await page.screenshot({ ...(path && { path }), animations: "disabled" });
      expect(picture.length).toBeLessThan(80_000);
    },
    { viewport: { width: 960, height: 600 } },
  ),
);
