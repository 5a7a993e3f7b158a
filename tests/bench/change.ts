import { performance } from "node:perf_hooks";
import { until } from "../conformance/testing/until.ts";
import { copyCheckout } from "../stack/checkout-copy.ts";
import { siteUrl, tovrun } from "../stack/tovrun.ts";

/** Changes one line of the backend in a copy of the checkout, deploys it and waits until nginx serves the change. */
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
      async () => (await healthHeaders()).get("x-bench") === marker,
      60,
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
