import { fileURLToPath } from "node:url";
import { inCache } from "../../paths.ts";
import { shortKey } from "../driver/key.ts";
import { goProgramKey } from "../go/key.ts";
import { goPlatform } from "./build.ts";
import { release } from "./release.ts";
import { engineModule } from "./targets.ts";

/** The folder of the engine built from the current module and compiler. */
export async function builtFolder(): Promise<string> {
  const { GOARCH, GOOS } = goPlatform();
  return inCache("toolchain", shortKey(await goProgramKey(fileURLToPath(engineModule), "all", GOARCH, GOOS)));
}

/** The folder of the downloaded engine. */
export const downloadedFolder = (): string =>
  inCache("toolchain", `download-${release.version}-${process.platform}-${process.arch}`);
