import { expect, test } from "vitest";
import { noDeployment } from "./deployment.ts";
import { explainEnd } from "./failure.ts";
import { messageOf } from "./words.ts";

const urnOf = (type: string, name: string) => `urn:pulumi:local::tovplay::${type}::${name}`;
const target = { stack: "local", env: {} };
const stackUrn = urnOf("pulumi:pulumi:Stack", "tovplay-local");

function endOf(diagnostics: { message: string; urn?: string }[], stderr = "") {
  const errors = diagnostics.map((diagnostic) => ({ severity: "error", ...diagnostic }));
  return explainEnd({ code: 1, stderr, deployment: { ...noDeployment, diagnostics: errors }, target });
}

test.each([
  ["Pulumi.local.yaml is invalid: ports\n", "Pulumi.local.yaml is invalid: ports"],
  [
    "Running program 'x' failed with an unhandled exception:\nError: port is taken\n    at a (b.ts:1:2)\n",
    "port is taken",
  ],
  ["sdk-v2/provider2.go:571: sdk.helper_schema: container gone: provider=docker@5.2.0\n", "container gone"],
  ['exit status 3: running "sleep 1; echo \\"x\\"\\nfalse":\nnpm ERR\n', "exit status 3"],
  ["", "an error without a message"],
])("the words of %j are %j", (message, words) => {
  expect(messageOf(message)).toBe(words);
});

test("the resource that failed is named, not the stack that failed with it", async () => {
  const urn = urnOf("command:local:Command", "tovplay-backend-image");
  const failure = await endOf([
    { message: "update failed", urn: stackUrn },
    { message: 'exit status 1: running "x":\nstep 4: no such file', urn },
  ]);
  expect(failure.message).toBe("tovplay-backend-image failed: exit status 1; fix it and run this again");
  expect(failure.detail).toEqual(["step 4: no such file"]);
});

test("a host's own sentence is told as it is, before what other plugins say of the same fault", async () => {
  const host = urnOf("tovplay:infra:HostPreflight$tovplay-host:index:Preflight", "staging-preflight");
  const failure = await endOf([
    { message: "error during connect: ssh exited", urn: urnOf("docker:index/network:Network", "staging/x") },
    { message: "203.0.113.2 has no space left on device; make room", urn: host },
  ]);
  expect(failure.message).toBe(
    "staging-preflight failed: 203.0.113.2 has no space left on device; make room",
  );
});

test("an error of the program is told in its own words", async () => {
  expect((await endOf([{ message: "the setting ports.nginx is wrong; fix it" }])).message).toBe(
    "the setting ports.nginx is wrong; fix it",
  );
});

test("a service that cannot be deployed alone is to be deployed with the rest", async () => {
  const message = "Resource 'urn:a' depends on 'urn:b' which was not specified in --target list.";
  expect(await endOf([{ message }])).toMatchObject({
    exit: "usage",
    message: "the change concerns more than one service of local; deploy all of it with ./tovrun up",
  });
});

test.each([
  ["error: getting stack configuration: get stack secrets manager: incorrect passphrase", "usage"],
  ["error: the stack is currently locked by 1 lock(s).", "locked"],
  ["error: write /x: no space left on device", "missing"],
  ["error: something new", "failed"],
] as const)("%j ends as %s", async (stderr, exit) => {
  expect((await endOf([], stderr)).exit).toBe(exit);
});

test("a policy's refusal says what it holds against the resource, and the others follow", async () => {
  const refusals = [
    {
      policy: "memory-limit",
      message: "Because.\nContainer a has no limit. Set memory.",
      urn: urnOf("x:y:Container", "a"),
    },
    { policy: "pinned", message: "Because.\nContainer a is not pinned." },
  ];
  const failure = await explainEnd({
    code: 1,
    stderr: "",
    deployment: { ...noDeployment, refusals },
    target,
  });
  expect(failure.exit).toBe("policy");
  expect(failure.message).toBe(
    "policy memory-limit refuses the change: Container a has no limit. Set memory.",
  );
  expect(failure.detail).toEqual(["policy pinned refuses the change: Container a is not pinned."]);
});
