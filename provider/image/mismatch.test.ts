import { expect, test } from "vitest";
import type { Store } from "./host-state.ts";
import { mismatch } from "./mismatch.ts";

const on = (architecture: string, store: Store) => ({ architecture, store });

test.each([
  ["like and like", on("amd64", "classic"), on("amd64", "classic"), undefined],
  ["both with containerd's store", on("arm64", "containerd"), on("arm64", "containerd"), undefined],
  ["another processor", on("arm64", "classic"), on("amd64", "classic"), /made for arm64 and h is amd64/],
  [
    "containerd's store there alone",
    on("amd64", "classic"),
    on("amd64", "containerd"),
    /"containerd-snapshotter": false/,
  ],
  [
    "containerd's store here alone",
    on("amd64", "containerd"),
    on("amd64", "classic"),
    /"containerd-snapshotter": true/,
  ],
])("decides about %s", (_, image, host, says) => {
  const found = mismatch(image, host, "h");
  if (says) expect(found).toMatch(says);
  else expect(found).toBeUndefined();
});
