import { expect, test } from "vitest";
import type { Recorded } from "./question.ts";
import { questionsOf } from "./questions.ts";

const connection = { host: "192.0.2.1", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };
const engine: Recorded = {
  urn: "urn:pulumi:s::tovplay::pulumi:providers:docker::one-docker",
  type: "pulumi:providers:docker",
  id: "1",
  inputs: { host: "ssh://deploy@192.0.2.1:22" },
};
const file: Recorded = {
  urn: "urn:pulumi:s::tovplay::t::one/file",
  type: "tovplay-host:index:File",
  inputs: { connection, observe: "cat $TARGET", environment: { TARGET: "/srv/file" } },
  outputs: { observed: "text", applied: "text" },
};
const container: Recorded = {
  urn: "urn:pulumi:s::tovplay::t::one/tovplay-nginx-container",
  type: "docker:index/container:Container",
  id: "abc",
  provider: `${engine.urn}::1`,
  outputs: {
    name: "tovplay-nginx",
    mustRun: true,
    memory: 32,
    memorySwap: 32,
    restart: "unless-stopped",
    cpuShares: 0,
    cpuSet: "",
    networkDatas: [{ networkName: "pool" }, { networkName: "edge" }],
  },
};
const image: Recorded = {
  urn: "urn:pulumi:s::tovplay::t::one/nginx-image",
  type: "tovplay-host:index:Image",
  inputs: { connection, image: `sha256:${"1".repeat(64)}`, delivery: "transfer", name: "tovplay/nginx" },
};

/** The same on this machine. */
const localEngine: Recorded = { urn: "urn:local", type: "pulumi:providers:docker", id: "2", inputs: {} };
const localFile: Recorded = { ...file, inputs: { observe: "cat $TARGET", environment: {} } };
const localNetwork = (id: string): Recorded => ({
  urn: `urn:${id}`,
  type: "docker:index/network:Network",
  id,
  provider: `${localEngine.urn}::2`,
});

/** Leaves nothing behind to look at. */
const step: Recorded = {
  urn: "urn:pulumi:s::tovplay::t::one-preflight",
  type: "tovplay-host:index:Preflight",
  inputs: { connection },
  outputs: { observed: "", applied: "" },
};

/** Whether all that is known of a stack matches these answers, in its order. */
const match = (resources: readonly Recorded[], answers: readonly string[]) =>
  questionsOf([engine, localEngine, step, ...resources])?.map(({ matches }, index) =>
    matches(answers[index] ?? ""),
  );

test.each([
  ["a file that is as it was placed", file, "text", true],
  ["a file that was changed", file, "other", false],
  [
    "a container that runs as it was made",
    container,
    "abc /tovplay-nginx true 33554432 33554432 unless-stopped 0 '' edge pool",
    true,
  ],
  [
    "a container that was stopped",
    container,
    "abc /tovplay-nginx false 33554432 33554432 unless-stopped 0 '' edge pool",
    false,
  ],
  [
    "a container on another network",
    container,
    "abc /tovplay-nginx true 33554432 33554432 unless-stopped 0 '' edge pool more",
    false,
  ],
  ["a container that is gone", container, "failed: 1", false],
  ["an image under its name", image, `sha256:${"1".repeat(64)}\nsha256:${"1".repeat(64)}`, true],
  ["an image without its name", image, `sha256:${"1".repeat(64)}\nfailed: 1`, false],
])("%s is recognized", (_, resource, answer, expected) => {
  expect(match([resource], [answer])).toEqual([expected]);
});

test.each([
  ["both networks", "one\ntwo", true],
  ["the second network is gone", "one\nfailed: 1", false],
  ["the first network is gone", "two\nfailed: 1", false],
  ["more than was asked for", "one\ntwo\nthree", false],
  ["no answer", "", false],
])("Docker is asked once for all of a kind: %s", (_, answer, expected) => {
  expect(match([localNetwork("one"), localNetwork("two")], [answer])).toEqual([expected]);
});

test("what is on this machine is asked here, what is on a host is asked there", () => {
  const asked = questionsOf([engine, localEngine, file, localFile, localNetwork("one"), container]) ?? [];
  expect(asked.map((each) => [each.script.split(" ")[0], each.connection?.host])).toEqual([
    ["docker", undefined],
    ["docker", "192.0.2.1"],
    ["cat", "192.0.2.1"],
    ["cat", undefined],
  ]);
});

test("a step that leaves nothing behind needs no look", () => {
  expect(match([], [])).toEqual([]);
});

test.each([
  ["a cloud's resource", { urn: "urn:pulumi:s::tovplay::t::zone", type: "cloudflare:index/zone:Zone" }],
  [
    "a step whose last look found something else than it had made",
    { ...file, outputs: { observed: "other", applied: "text" } },
  ],
  ["a container of an unknown engine", { ...container, provider: "urn:other::1" }],
  [
    "a step with a secret setting",
    { ...file, inputs: { connection, observe: "true", environment: { A: { ciphertext: "v1" } } } },
  ],
])("%s leaves the whole stack to the engine", (_, resource) => {
  expect(questionsOf([engine, step, file, resource])).toBeUndefined();
});
