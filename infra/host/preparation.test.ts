import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { type HostPreparationArgs, preparationSteps } from "./preparation.ts";
import { scriptText } from "./script.ts";

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
  ["admin", /^deployUser is admin, who prepares the host; choose another name/],
  ["Deploy", /^deployUser is 'Deploy', which is no name of a user/],
  ["a;b", /^deployUser is 'a;b', which is no name of a user/],
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

/** Functions that scripts of the folder define, by name. */
const functions = new Set(
  readdirSync(new URL("./scripts", import.meta.url)).flatMap((file) =>
    [...scriptText(`host/${file}`).matchAll(/^([a-z_]+)\(\) \{/gm)].map(([, name]) => name ?? ""),
  ),
);

test.each(
  preparationSteps(args).flatMap(({ kind, apply, observe = "" }) => [
    [`${kind}, apply`, apply] as const,
    [`${kind}, observe`, observe] as const,
  ]),
)("%s: is a shell script, short enough for a command line, with every function it calls", (_, script) => {
  expect(spawnSync("sh", ["-n", "-c", script], { encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(script.length).toBeLessThan(100_000);
  const code = script.replace(/^\s*#.*$/gm, "");
  const called = [...functions].filter((name) =>
    new RegExp(`(^|[|;&({!]|\\|\\||\\b(?:if|then|else|while|until|do))\\s*${name}(\\s|\\)|;|$)`, "m").test(
      code,
    ),
  );
  expect(called.length).toBeGreaterThan(0);
  const missing = called.filter((name) => !new RegExp(`^\\s*${name}\\(\\) \\{`, "m").test(code));
  expect(missing).toEqual([]);
});
