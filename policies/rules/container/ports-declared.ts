import { containerPolicy } from "../../container-policy.ts";
import { firstFinding } from "../../unknown.ts";

const label = "org.tovplay.public-ports";
const loopback = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|\[::1\])$/;

export const policy = containerPolicy({
  name: "ports-declared",
  why: "Docker publishes past the host's firewall: the predecessor's database answered the whole internet on 5432.",
  mend: `Set the port's ip to 127.0.0.1, or declare it in the label ${label} (numbers with commas between).`,
  decide: ({ ports, labels, publishAllPorts }) => {
    if (publishAllPorts) return "publishes all ports of its image";
    const value = firstFinding(labels, (entry) => (entry.label === label ? entry.value : undefined)) ?? "";
    const declared = new Set(value.split(",").map((port) => port.trim()));
    return firstFinding(ports, ({ ip, internal, external }) => {
      if (loopback.test(ip ?? "") || declared.has(String(external))) return undefined;
      const outside = external === undefined ? `a random port (inside ${internal})` : `port ${external}`;
      return `publishes ${outside} on ${ip || "every address of the host"} and does not declare it`;
    });
  },
});
