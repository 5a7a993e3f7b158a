import { expect, test } from "vitest";
import { type HostPreparationArgs, preparationSteps } from "./preparation.ts";

const args: HostPreparationArgs = {
  connection: { host: "203.0.113.11", port: 2222, user: "admin", hostKey: "ssh-ed25519 AAAA" },
  role: "application",
  openPorts: [{ port: 443, from: "anyone" }],
};

const stepOf = (kind: string, changes: Partial<HostPreparationArgs> = {}) => {
  const found = preparationSteps({ ...args, ...changes }).find((step) => step.kind === kind);
  if (!found) throw new Error(`there is no step ${kind}`);
  return found;
};

test("the engine comes before the user that is to use it, and nftables before the firewall", () => {
  expect(preparationSteps(args).map(({ kind }) => kind)).toEqual([
    "Packages",
    "Engine",
    "DeployUser",
    "Sshd",
    "Firewall",
    "SecurityUpdates",
  ]);
});

test.each([
  ["application", true],
  ["database", false],
] as const)("nginx on a host for %s: %s", (role, wanted) => {
  const packages = stepOf("Packages", { role, packages: ["zstd", "curl"] }).environment?.PACKAGES;
  const names = String(packages).split(" ");
  expect(names.includes("nginx")).toBe(wanted);
  expect(names).toEqual(expect.arrayContaining(["curl", "nftables", "unattended-upgrades", "zstd"]));
  expect(names).toEqual([...new Set(names)].sort());
});

test("the port of the connection is the one that stays open for SSH", () => {
  expect(stepOf("Firewall").stdin).toContain("tcp dport 2222 fib daddr type local goto ssh");
});

test("keys that are given are the deploying user's; by default it gets those of the connection's user", () => {
  expect(stepOf("DeployUser", { deployKeys: "ssh-ed25519 AAAA ada@example.org\n" }).stdin).toBe(
    "ssh-ed25519 AAAA ada@example.org",
  );
  expect(stepOf("DeployUser")).toMatchObject({
    stdin: "",
    environment: { DEPLOY_USER: "deploy", CONNECTED_AS: "admin" },
  });
});

test.each([
  ["admin", /^deployUser is admin, the user that prepares the host; choose another/],
  ["Deploy", /^deployUser is 'Deploy', which is not a valid user name/],
  ["a;b", /^deployUser is 'a;b', which is not a valid user name/],
])("refuses %s as the user that deploys", (deployUser, words) => {
  expect(() => preparationSteps({ ...args, deployUser })).toThrow(words);
});

test("the engine's configuration is JSON that keeps containers and bounds their logs", () => {
  expect(JSON.parse(String(stepOf("Engine").stdin))).toMatchObject({
    "log-driver": "json-file",
    "log-opts": { "max-size": "10m", "max-file": "3" },
    "live-restore": true,
    "no-new-privileges": true,
  });
});
