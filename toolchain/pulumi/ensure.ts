import { join } from "node:path";
import { exists, makeOnce } from "../driver/cache.ts";
import { alone } from "../driver/lock.ts";
import { planSteps, type RunStep } from "../driver/report.ts";
import { requireCacheSpace } from "../driver/space.ts";
import { buildEngine } from "./build.ts";
import { downloadEngine, downloadPlugins } from "./download.ts";
import { builtFolder, downloadedFolder } from "./key.ts";
import { findOwnEngine, type OwnEngine, pluginsPresent } from "./own.ts";
import { release, siteAnswers } from "./release.ts";
import { chooseEngineSource } from "./source.ts";
import { pluginsOf, readTargets, type Targets } from "./targets.ts";
import { engineEnvironment, verifyEngine } from "./verify.ts";

/** Gigabytes of cache needed to build the engine. */
const room = 3;

/** Ensures the engine, its language host and its plugins. */
export async function ensureEngine(): Promise<Record<string, unknown>> {
  const targets = readTargets();
  const own = await findOwnEngine();
  const source = await chooseEngineSource(process.env.TOVPLAY_TOOLCHAIN, {
    own: async () => own !== undefined,
    ownPlugins: async () => own !== undefined && (await hasPlugins(own, targets)),
    site: siteAnswers,
  });
  if (source === "own" && own) {
    return { source, path: [own.folder], environment: {}, versions: { pulumi: own.version } };
  }
  const step = planSteps([
    { id: "pulumi", label: `Pulumi ${release.version} and its plugins` },
    { id: "verify", label: "Versions of the engine and its plugins" },
  ]);
  return alone("engine", async () => {
    const folder = source === "download" ? await download(targets, step) : await build(targets, step);
    let versions: Record<string, string> = {};
    await step("verify", async () => {
      versions = await verifyEngine(
        folder,
        pluginsOf(targets, source === "download" ? release.fetchedLater : []),
      );
      return "done";
    });
    return { source, path: [join(folder, "bin")], environment: engineEnvironment(folder), versions };
  });
}

async function hasPlugins(own: OwnEngine, targets: Targets): Promise<boolean> {
  const present = await pluginsPresent(join(own.folder, "pulumi"));
  return pluginsOf(targets, release.fetchedLater).every(({ name, version }) =>
    present.has(`${name}@${version}`),
  );
}

async function download(targets: Targets, step: RunStep): Promise<string> {
  const folder = downloadedFolder();
  await step("pulumi", async (progress) => {
    const outcome = await makeOnce(folder, (target) => downloadEngine(target, progress));
    await downloadPlugins(folder, pluginsOf(targets, release.fetchedLater), progress);
    return outcome;
  });
  return folder;
}

async function build(targets: Targets, step: RunStep): Promise<string> {
  const folder = await builtFolder();
  if (!(await exists(folder))) await requireCacheSpace(room, "the engine");
  await step("pulumi", (progress) => makeOnce(folder, (target) => buildEngine(targets, target, progress)));
  return folder;
}
