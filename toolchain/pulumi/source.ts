import { z } from "zod";
import { ToolchainFailure } from "../driver/failure.ts";

/** Where the engine comes from. */
export type EngineSource = "own" | "download" | "build";

/** What a machine offers; each is asked only when its answer matters. */
export interface Offers {
  /** An engine of the user's own that is recent enough and has the Node.js language host. */
  own: () => Promise<boolean>;
  /** Whether that engine already has every plugin. */
  ownPlugins: () => Promise<boolean>;
  /** Whether the download site answers. */
  site: () => Promise<boolean>;
}

const forced = z.enum(["own", "download", "build"]).optional();

const refusals: Record<EngineSource, string> = {
  own: "TOVPLAY_TOOLCHAIN asks for a Pulumi of your own, but none ≥ 3.220 with pulumi-language-nodejs is on PATH; install one or unset it.",
  download:
    "TOVPLAY_TOOLCHAIN asks for a download, but the site did not answer within 3 s; unset it to build here.",
  build: "",
};

/**
 * Decides where the engine comes from: what TOVPLAY_TOOLCHAIN says, else the user's own (when its plugins are there or can be
 * fetched), else the ordinary download, else a build from Go modules.
 */
export async function chooseEngineSource(setting: string | undefined, offers: Offers): Promise<EngineSource> {
  const wish = forced.safeParse(setting || undefined);
  if (!wish.success) {
    throw new ToolchainFailure(
      `TOVPLAY_TOOLCHAIN is '${setting}'; set it to own, download or build, or leave it out.`,
    );
  }
  if (wish.data !== undefined) return granted(wish.data, offers);
  const own = await offers.own();
  if (own && (await offers.ownPlugins())) return "own";
  if (!(await offers.site())) return "build";
  return own ? "own" : "download";
}

async function granted(wish: EngineSource, offers: Offers): Promise<EngineSource> {
  const possible = { own: offers.own, download: offers.site, build: async () => true };
  if (await possible[wish]()) return wish;
  throw new ToolchainFailure(refusals[wish]);
}
