import { loadavg } from "node:os";
import { hostNamed } from "../../../lab/hosts.ts";
import { tovrun } from "../../stack/tovrun.ts";
import { median, secondsOf } from "../timing.ts";
import { type BackendChanges, backendChanges } from "./backend-changes.ts";
import { composeDown, composeUp, deployed } from "./compose.ts";
import { type Contender, timeChange } from "./contender.ts";
import { engineEnvironment } from "./engine.ts";
import { backendOf, kamalDeploy, kamalRemove, registryPort } from "./kamal.ts";
import { type Link, linkTo } from "./link.ts";
import { childrenProcessor } from "./processes.ts";
import { bringPrograms, removePrograms } from "./programs.ts";
import { tovplay } from "./tovplay.ts";

/** Seconds that a contender took, by run. */
interface Times {
  name: string;
  unchanged: number[];
  live: number[];
  ended: number[];
  /** Seconds of processor time on the deploying machine: unchanged, and with a changed backend. */
  processor: { unchanged: number[]; ended: number[] };
}

/** Deployments of lab-production, unchanged and with a changed backend, compared with Docker Compose and Kamal's steps on the same host. */
export async function hostDeployments(runs = Number(process.env.BENCH_RUNS ?? 5)): Promise<string[]> {
  const host = hostNamed("production");
  const link = await linkTo(host, [registryPort]);
  const changes = backendChanges();
  try {
    const { command, only, engine } = tovplay(changes);
    // The second one sees what the first one left, and remembers it.
    await command.unchanged();
    await command.unchanged();
    await bringPrograms(link, await engineEnvironment());
    const compose = await composeUp(link, host, changes);
    const kamal = await kamalDeploy(link, backendOf(await deployed(link)), changes);
    const times = await inTurn(link, changes, { contenders: [command, only, engine, compose, kamal], runs });
    return times.flatMap((each) => rows(each, times));
  } finally {
    await kamalRemove(link);
    await composeDown(link);
    await removePrograms(link);
    await link.close();
    changes.copy.remove();
    await tovrun("deploy", "lab-production", "--yes");
  }
}

/** Times the contenders in turn, so that slow moments of the machine affect all of them. */
async function inTurn(
  link: Link,
  changes: BackendChanges,
  { contenders, runs }: { contenders: Contender[]; runs: number },
): Promise<Times[]> {
  const times = contenders.map(
    ({ name }): Times => ({
      name,
      unchanged: [],
      live: [],
      ended: [],
      processor: { unchanged: [], ended: [] },
    }),
  );
  for (let run = 0; run < runs; run++) {
    for (const [index, contender] of contenders.entries()) {
      const own = times[index];
      if (!own) continue;
      await contender.settle?.();
      const before = childrenProcessor();
      own.unchanged.push(await secondsOf(contender.unchanged));
      own.processor.unchanged.push(childrenProcessor() - before);
      const { changed: deploy, health } = contender;
      if (deploy) {
        const began = childrenProcessor();
        const { live, ended } = await timeChange(link, { deploy, health, header: changes.next() });
        own.processor.ended.push(childrenProcessor() - began);
        own.live.push(live);
        own.ended.push(ended);
      }
      const figures = [own.unchanged, own.live, own.ended].map((each) => each.at(-1)?.toFixed(1)).join(" ");
      process.stderr.write(`${contender.name}: ${figures} s, load ${loadavg()[0]?.toFixed(1)}\n`);
    }
  }
  return times;
}

function rows({ name, ...own }: Times, all: Times[]): string[] {
  const measured = (["unchanged", "live", "ended"] as const).filter((what) => own[what].length > 0);
  return measured.map((what) => {
    const kamal = all.at(-1)?.[what] ?? [];
    const processor =
      what === "live" ? "" : `, ${median(own.processor[what]).toFixed(1)} s of processor time`;
    const figures = `median ${median(own[what]).toFixed(1)} s, fastest ${Math.min(...own[what]).toFixed(1)} s${processor}`;
    const ratio = (median(own[what]) / median(kamal)).toFixed(2);
    return `${name.padEnd(26)} ${what.padEnd(10)} ${figures}   ${ratio} times Kamal's steps`;
  });
}
