import { expect, test } from "vitest";
import type { Store } from "./host-state.ts";
import { mismatch } from "./mismatch.ts";

const on = (architecture: string, store: Store) => ({ architecture, store });

test.each([
  ["equal architecture and store", on("amd64", "classic"), on("amd64", "classic"), undefined],
  ["both with containerd's store", on("arm64", "containerd"), on("arm64", "containerd"), undefined],
  [
    "a different architecture",
    on("arm64", "classic"),
    on("amd64", "classic"),
    /built for arm64 but h is amd64/,
  ],
  [
    "containerd's store only there",
    on("amd64", "classic"),
    on("amd64", "containerd"),
    /"containerd-snapshotter": false/,
  ],
  [
    "containerd's store only here",
    on("amd64", "containerd"),
    on("amd64", "classic"),
    /"containerd-snapshotter": true/,
  ],
])("mismatch checks %s", (_, image, host, says) => {
  const found = mismatch(image, host, "h");
  if (says) expect(found).toMatch(says);
  else expect(found).toBeUndefined();
});
