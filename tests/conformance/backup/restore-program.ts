import { scratchParts } from "../../../cli/recovery/drill/scratch-cluster.ts";
import { bringBack } from "../../../cli/recovery/drill/trial.ts";
import { createProgress } from "../../../cli/terminal/progress.ts";

/** Restores the named scratch cluster in a process of its own, so that a test can kill it. */
const progress = createProgress({ total: 5 });
try {
  await bringBack(scratchParts(process.argv[2] ?? ""), { kind: "before-drop" }, progress);
} finally {
  progress.close();
}
