import * as docker from "@pulumi/docker";

/** The smallest program that deploys a container, as the baseline for the local stack's times. */
new docker.Container("tovplay-bench-one", {
  name: "tovplay-bench-one",
  image: process.env.BENCH_IMAGE ?? "",
  command: ["sleep", "infinity"],
  memory: 16,
  memorySwap: 16,
  networkMode: "bridge",
});
