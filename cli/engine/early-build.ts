import { inCheckout } from "../../paths.ts";
import { capture } from "../process/run.ts";
import type { Target } from "./pulumi.ts";

/**
 * Begins to build the image of an application while everything else is still looked at. The engine waits for the same build, and
 * tells what came of it.
 */
export function buildEarly(app: string, { env }: Target): void {
  void capture(process.execPath, ["--import", "tsx", "app/image.ts", app], { cwd: inCheckout(), env });
}
