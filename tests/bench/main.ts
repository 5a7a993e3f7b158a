import { adoptionKills, adoptionTime } from "./adoption/measure.ts";
import { alertLatency } from "./alert-latency.ts";
import { change } from "./change.ts";
import { corruption } from "./corruption.ts";
import { hostDeployments } from "./hosts/deployments.ts";
import { hostMemory } from "./hosts/host-memory.ts";
import { previewCurve } from "./hosts/preview-curve.ts";
import { idle } from "./idle.ts";
import { imageTransfer } from "./image-transfer.ts";
import { reminderKills } from "./kills/measure.ts";
import { lateCommits } from "./late-commits/measure.ts";
import { memory } from "./memory.ts";
import { operations } from "./operations.ts";
import { poolerLoad } from "./pooler-load.ts";
import { protectionCost } from "./protection-cost.ts";
import { restoreTime } from "./restore-time.ts";
import { signedInSockets } from "./sockets/measure.ts";
import { storeOutage } from "./store-outage.ts";
import { synchronousPrice } from "./synchronous-price.ts";

/** Measured by default, on the running local stack, in about three minutes. Prints figures of docs/measurements.md. */
const parts = { operations: () => operations(5), memory, change };
/**
 * Measured only when named, in their own containers. BENCH_GIGABYTES sets the size for `restore-time` and both adoptions,
 * BENCH_MINUTES the duration of `store-outage`, BENCH_SECONDS that of `idle`, which measures the running local stack.
 */
const onScratchServers = {
  "pooler-load": () => poolerLoad(),
  "restore-time": () => restoreTime(Number(process.env.BENCH_GIGABYTES ?? 1)),
  adoption: () => adoptionTime(Number(process.env.BENCH_GIGABYTES ?? 1)),
  "adoption-kills": () => adoptionKills(Number(process.env.BENCH_GIGABYTES ?? 0.2)),
  "store-outage": () => storeOutage(Number(process.env.BENCH_MINUTES ?? 60)),
  corruption: () => corruption(),
  "alert-latency": () => alertLatency(),
  "synchronous-price": () => synchronousPrice(5),
  "late-commits": () => lateCommits(1000),
  "reminder-kills": () => reminderKills(Number(process.env.BENCH_BOOKINGS ?? 1000)),
  sockets: () => signedInSockets(Number(process.env.BENCH_SOCKETS ?? 5000), 2000),
  idle: () => idle(Number(process.env.BENCH_SECONDS ?? 120)),
};
/** Measured only when named. All but `previews` and `protection` need the test hosts of `./tovrun lab up`. */
const onTestHosts = {
  transfer: imageTransfer,
  previews: () => previewCurve(),
  deployments: () => hostDeployments(),
  "host-memory": hostMemory,
  // Starts two servers of its own.
  protection: () => protectionCost(7),
};
const onNaming = { ...onScratchServers, ...onTestHosts };

const named = process.argv.slice(2);
for (const [name, measure] of Object.entries({ ...parts, ...onNaming })) {
  if (named.length > 0 ? !named.includes(name) : name in onNaming) continue;
  process.stdout.write(`${(await measure()).join("\n")}\n`);
}
