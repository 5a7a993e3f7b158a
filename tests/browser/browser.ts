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

/** Starts the Chromium of this machine; `CHROMIUM` names another one. Whoever starts it closes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** What a page complained about: a clean page has none of it. */
export interface Complaints {
  console: string[];
  /** Requests that got no answer, or one with a status of 400 or above. */
  requests: string[];
  /** Directives of the content security policy that something tried to break. */
  policy: string[];
}

/** Opens a page in a context of its own, so that nothing is left over from another test. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ baseURL: siteUrl, timezoneId: "Asia/Jerusalem", ...options });
  const page = await context.newPage();
  return { page, complaints: await collectComplaints(page), close: () => context.close() };
}

async function collectComplaints(page: Page): Promise<Complaints> {
  const complaints: Complaints = { console: [], requests: [], policy: [] };
  page.on("pageerror", (error) => complaints.console.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.console.push(message.text());
  });
  page.on("requestfailed", (request) =>
    complaints.requests.push(`${request.url()}: ${request.failure()?.errorText}`),
  );
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.requests.push(`${response.url()}: ${response.status()}`);
  });
  await page.exposeFunction("reportPolicy", (directive: string) => complaints.policy.push(directive));
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (event) => reportPolicy(event.violatedDirective))`,
  );
  return complaints;
}
