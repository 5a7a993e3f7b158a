import { onHost, type Scenario } from "./scenario.ts";

const ballast = "/var/tmp/lab-ballast";

/** Blocks are only allocated, so they take no space on the outer machine; the small rest is written. */
const apply = `
fallocate -l "$(df --output=avail --block-size=1 / | tail -n 1)" ${ballast} 2>/dev/null ||
  fallocate -l "$(($(df --output=avail --block-size=1 / | tail -n 1) - 16777216))" ${ballast} || true
dd if=/dev/zero of=${ballast}.rest bs=64k count=2048 2>/dev/null || true
sync`;

export const fill: Scenario = {
  name: "fill",
  summary: "fill the disk to the last byte",
  apply: () => [onHost(apply)],
  undo: () => [onHost(`rm -f ${ballast} ${ballast}.rest`)],
};
