import type { ContainerInputs } from "../container-policy.ts";

/** A container that every rule accepts; fixtures differ from it only in what they test. */
export const goodContainer: ContainerInputs = {
  name: "tovplay-example",
  image: `sha256:${"0".repeat(64)}`,
  user: "10001:10001",
  readOnly: true,
  securityOpts: ["no-new-privileges:true"],
  memory: 128,
  memorySwap: 128,
  healthcheck: { tests: ["CMD", "example", "--health"], interval: "10s" },
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
  capabilities: { drops: ["ALL"] },
  envs: ["PORT=5001"],
  ports: [{ internal: 5001, external: 8000, ip: "127.0.0.1", protocol: "tcp" }],
  labels: [{ label: "org.tovplay.service", value: "example" }],
};
