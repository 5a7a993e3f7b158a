import { expect, test } from "vitest";
import { firewallRules, type Openings } from "./firewall.ts";

const closed: Openings = { sshPort: 22, openPorts: [], cloudflareRanges: [] };

/** Lines of one chain, without what is the same on every host. */
function chain(name: string, openings: Partial<Openings>): string[] {
  const without = linesOf(name, firewallRules(closed));
  return linesOf(name, firewallRules({ ...closed, ...openings })).filter((line) => !without.includes(line));
}

function linesOf(name: string, rules: string): string[] {
  const body = rules.split(`chain ${name} {`)[1]?.split("\n  }")[0] ?? "";
  return body
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

test("what is not declared is dropped before Docker can redirect it, and Docker's tables are not touched", () => {
  const rules = firewallRules(closed);
  expect(rules).toContain("type filter hook prerouting priority mangle; policy drop;");
  expect(rules).not.toContain("flush ruleset");
  expect(rules.match(/^(delete )?table .*$/gm)).toEqual([
    "table inet tovplay",
    "delete table inet tovplay",
    "table inet tovplay {",
  ]);
  expect(linesOf("incoming", rules).filter((line) => line.includes("dport"))).toEqual([
    "tcp dport 22 fib daddr type local goto ssh",
    "udp sport 67 udp dport 68 accept",
    "udp dport 546 ip6 saddr fe80::/10 accept",
  ]);
});

test.each<[string, Partial<Openings>, string[], string[]]>([
  [
    "a port for anyone is open to the host's containers as well",
    { openPorts: [{ port: 80, from: "anyone" }] },
    ["tcp dport 80 accept"],
    ["tcp dport 80 accept"],
  ],
  [
    "a port for addresses is open to these, each family by a rule of its own",
    { openPorts: [{ port: 5432, from: ["203.0.113.12", "2001:db8::1", "203.0.113.11"] }] },
    [
      "tcp dport 5432 ip saddr { 203.0.113.11, 203.0.113.12 } accept",
      "tcp dport 5432 ip6 saddr { 2001:db8::1 } accept",
    ],
    [],
  ],
  [
    "a port for Cloudflare is open to its ranges",
    { openPorts: [{ port: 443, from: "cloudflare" }], cloudflareRanges: ["198.51.100.0/24"] },
    ["tcp dport 443 ip saddr { 198.51.100.0/24 } accept"],
    [],
  ],
  [
    "a port for containers stays closed to the world",
    { openPorts: [{ port: 9100, from: "containers" }] },
    [],
    ["tcp dport 9100 accept"],
  ],
  [
    "a port of UDP",
    { openPorts: [{ port: 443, protocol: "udp", from: "anyone" }] },
    ["udp dport 443 accept"],
    ["udp dport 443 accept"],
  ],
])("%s", (_, openings, incoming, containers) => {
  expect(chain("incoming", openings)).toEqual(incoming);
  expect(chain("containers", openings)).toEqual(containers);
});

test("SSH is open to the addresses that are named, and to nobody else", () => {
  const lines = linesOf("ssh", firewallRules({ ...closed, sshFrom: ["203.0.113.0/24"] }));
  expect(lines.filter((line) => line.endsWith("accept"))).toEqual([
    "ip saddr { 203.0.113.0/24 } counter name ssh_admitted accept",
  ]);
  expect(lines.at(-1)).toBe("drop");
});

test.each<[Partial<Openings>, RegExp]>([
  [{ openPorts: [{ port: 0, from: "anyone" }] }, /^openPorts contains 0; a port is/],
  [{ openPorts: [{ port: 80.5, from: "anyone" }] }, /^openPorts contains 80.5; a port is/],
  [{ sshPort: 70_000 }, /^openPorts contains 70000; a port is/],
  [{ openPorts: [{ port: 80, from: [] }] }, /^port 80 is open to an empty list/],
  [{ openPorts: [{ port: 443, from: "cloudflare" }] }, /^port 443 is open to an empty list/],
  [{ openPorts: [{ port: 80, from: ["203.0.113.0/33"] }] }, /^port 80 is open to '203.0.113.0\/33', which/],
  [{ openPorts: [{ port: 80, from: ["0.0.0.0 accept"] }] }, /^port 80 is open to '0.0.0.0 accept', which/],
  [{ sshFrom: ["app.example.org"] }, /^sshFrom is open to 'app.example.org', which/],
])("refuses %j", (openings, words) => {
  expect(() => firewallRules({ ...closed, ...openings })).toThrow(words);
});
