import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Address of the deployed site. */
const siteUrl = process.env.TOVPLAY_URL ?? "http://127.0.0.1:8080";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts this machine's Chromium, or the one at the path in `CHROMIUM`. The caller closes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** Everything that went wrong on a page; all empty for a clean page. */
export interface Problems {
  console: string[];
  /** Requests that got no answer, or one with a status of 400 or above. */
  requests: string[];
  /** Directives of the content security policy that something violated. */
  policy: string[];
}

/** Opens a page in a context of its own, so that nothing is left over from another test. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ baseURL: siteUrl, timezoneId: "Asia/Jerusalem", ...options });
  const page = await context.newPage();
  return { page, problems: await collectProblems(page), close: () => context.close() };
}

async function collectProblems(page: Page): Promise<Problems> {
  const problems: Problems = { console: [], requests: [], policy: [] };
  page.on("pageerror", (error) => problems.console.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.console.push(message.text());
  });
  page.on("requestfailed", (request) =>
    problems.requests.push(`${request.url()}: ${request.failure()?.errorText}`),
  );
  page.on("response", (response) => {
    if (response.status() >= 400) problems.requests.push(`${response.url()}: ${response.status()}`);
  });
  await page.exposeFunction("reportPolicy", (directive: string) => problems.policy.push(directive));
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (event) => reportPolicy(event.violatedDirective))`,
  );
  return problems;
}
