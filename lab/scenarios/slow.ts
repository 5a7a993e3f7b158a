import { onHost, type Scenario } from "./scenario.ts";

/** A slow line, like a mobile phone at the edge of its cell. */
const line = { rate: "2mbit", delay: "100ms 20ms", loss: "1%" };

const clear = `
tc qdisc del dev eth0 root 2>/dev/null || true
tc qdisc del dev eth0 ingress 2>/dev/null || true
ip link del ifb0 2>/dev/null || true`;

/** Kernels without netem get only the rate limit; its queue then adds up to 400 ms. */
const shape = `
shape() {
  tc qdisc replace dev "$1" root netem rate ${line.rate} delay ${line.delay} loss ${line.loss} 2>/dev/null ||
    tc qdisc replace dev "$1" root tbf rate ${line.rate} burst 16kb latency 400ms
}`;

/** Incoming packets cannot be queued, so they are redirected through a device where they are outgoing. */
const apply = `set -e
${clear}
${shape}
ip link add ifb0 type ifb
ip link set ifb0 up
tc qdisc add dev eth0 handle ffff: ingress
tc filter add dev eth0 parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev ifb0
shape eth0
shape ifb0`;

export const slow: Scenario = {
  name: "slow",
  summary: `slow down the network both ways: ${line.rate}, with ${line.delay} of delay and ${line.loss} loss if the kernel supports it`,
  apply: () => [onHost(apply)],
  undo: () => [onHost(clear)],
};
