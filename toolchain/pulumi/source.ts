import { z } from "zod";
import { ToolchainFailure } from "../driver/failure.ts";

/** Where the engine comes from. */
export type EngineSource = "own" | "download" | "build";

/** What a machine offers; each is checked only if it matters. */
export interface Offers {
  /** Whether the user has an engine that is recent enough, with the Node.js language host. */
  own: () => Promise<boolean>;
  /** Whether that engine has every plugin. */
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
 * Chooses the source of the engine: TOVPLAY_TOOLCHAIN if set, otherwise the user's own (if its plugins are installed or can be
 * fetched), otherwise the vendor's download, otherwise a build from Go modules.
 */
export async function chooseEngineSource(setting: string | undefined, offers: Offers): Promise<EngineSource> {
  const requested = forced.safeParse(setting || undefined);
  if (!requested.success) {
    throw new ToolchainFailure(
      `TOVPLAY_TOOLCHAIN is '${setting}'; set it to own, download or build, or unset it.`,
    );
  }
  if (requested.data !== undefined) return ifAvailable(requested.data, offers);
  const own = await offers.own();
  if (own && (await offers.ownPlugins())) return "own";
  if (!(await offers.site())) return "build";
  return own ? "own" : "download";
}

async function ifAvailable(requested: EngineSource, offers: Offers): Promise<EngineSource> {
  const possible = { own: offers.own, download: offers.site, build: async () => true };
  if (await possible[requested]()) return requested;
  throw new ToolchainFailure(refusals[requested]);
}
