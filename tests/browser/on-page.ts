import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";

/** Label of the page's only button. */
export const refreshName = "Show the newest information";

type Opened = Awaited<ReturnType<typeof openPage>>;

interface Visit extends BrowserContextOptions {
  /** Default: the start page. */
  path?: string;
  /** Runs before the page is opened. */
  prepare?: (page: Page) => Promise<unknown>;
  /** When the page counts as open. Default: once its requests have finished. */
  until?: "load" | "networkidle";
}

/** One browser for a test file. Returns a function that opens the page, checks it and always closes it. */
export function useBrowser() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  return async (look: (opened: Opened) => Promise<void>, visit: Visit = {}) => {
    const { path = "/", prepare, until = "networkidle", ...options } = visit;
    const opened = await openPage(browser, options);
    try {
      await prepare?.(opened.page);
      await opened.page.goto(path, { waitUntil: until });
      await look(opened);
    } finally {
      await opened.close();
    }
  };
}

/** The part of the page under this heading. */
export const partOf = (page: Page, heading: string) => page.getByRole("region", { name: heading });
