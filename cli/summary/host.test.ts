import { expect, test } from "vitest";
import { hostOf } from "./host.ts";
import type { Plan, Step } from "./plan.ts";

const provider = "urn:pulumi:staging::tovplay::pulumi:providers:docker::web-docker";
const step: Step = {
  op: "update",
  urn: "urn:pulumi:staging::tovplay::docker:index/network:Network::web/network",
  type: "docker:index/network:Network",
  name: "web/network",
  after: { id: "a", inputs: {}, provider: `${provider}::id`, retained: false },
  paths: [],
  reasons: [],
};
const plan = (host: string): Plan => ({
  stack: "staging",
  preview: true,
  ending: "succeeded",
  steps: [step],
  unchanged: 0,
  judgements: [],
  judged: undefined,
  errors: [],
  providers: new Map([[provider, { host }]]),
  configuration: {},
});

test.each([
  ["ssh://deploy@198.51.100.7:22", "198.51.100.7"],
  ["ssh://deploy@[2001:db8::7]:2222", "2001:db8::7"],
  ["unix:///var/run/docker.sock", undefined],
])("the engine at %s is on the host %s", (address, host) => {
  expect(hostOf(step, plan(address))).toBe(host);
});
