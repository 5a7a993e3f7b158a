import { network } from "../hosts.ts";
import { onHost, type Scenario } from "./scenario.ts";

/** Taking the interface down also removes the default route. */
export const cut: Scenario = {
  name: "cut",
  summary: "pull the network cable",
  apply: () => [onHost("ip link set eth0 down")],
  undo: () => [onHost(`ip link set eth0 up && ip route replace default via ${network.gateway}`)],
};
