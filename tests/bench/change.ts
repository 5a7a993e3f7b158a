import { performance } from "node:perf_hooks";
import { copyCheckout } from "../stack/checkout-copy.ts";
import { siteUrl, tovrun } from "../stack/tovrun.ts";
import { until } from "../stack/until.ts";

/** Changes one line of the backend in a copy of the checkout, brings it up and waits until nginx serves the change. */
export async function change(): Promise<string[]> {
  const copy = copyCheckout();
  const marker = `bench-${Date.now()}`;
  copy.edit(
    "app/backend/src/plugins/response-headers.ts",
    '"cache-control":',
    `"x-bench": "${marker}", "cache-control":`,
  );
  try {
    const start = performance.now();
    const { exitCode, all } = await copy.tovrun(["up", "--yes"]);
    if (exitCode !== 0) throw new Error(`up failed: ${String(all)}`);
    await until(
      "the changed line behind nginx",
      60,
      async () => (await healthHeaders()).get("x-bench") === marker,
    );
    const seconds = (performance.now() - start) / 1000;
    return [`one changed line of the backend, live behind nginx after ${seconds.toFixed(1)} s`];
  } finally {
    await tovrun("up", "--yes");
    copy.remove();
  }
}

async function healthHeaders(): Promise<Headers> {
  return (await fetch(`${siteUrl}/api/health`)).headers;
}
