import { expect, test } from "vitest";
import { hostArguments, labelled, nameServerArguments } from "./container.ts";
import { hostNamed, hosts } from "./hosts.ts";

const production = hostNamed("production");

test("a host's container has its address, its memory without swap, and a separate disk volume", () => {
  const text = hostArguments(production, "image:1", "/seed").join(" ");
  expect(text).toContain("--name lab-production --hostname production");
  expect(text).toContain("--ip 198.18.0.11");
  expect(text).toContain("--memory 5690831667 --memory-swap 5690831667");
  expect(text).toContain("--volume lab-production-disk:/disk");
  expect(text).toMatch(/ image:1$/);
});

test("no host's container is privileged", () => {
  for (const host of hosts) expect(hostArguments(host, "image:1", "/seed")).not.toContain("--privileged");
});

test("a container's mark depends on its image", () => {
  const mark = (image: string) => labelled(hostArguments(production, image, "/seed")).mark;
  expect(mark("image:1")).toBe(mark("image:1"));
  expect(mark("image:1")).not.toBe(mark("image:2"));
});

test("the DNS server knows every name of every host", () => {
  const args = nameServerArguments(hosts, "image:1");
  expect(args).toContain("--host-record=tovplay.org,198.18.0.11");
  expect(args).toContain("--host-record=database.tovplay.org,198.18.0.13");
});

test("hosts have distinct addresses and names", () => {
  for (const values of [hosts.map(({ address }) => address), hosts.flatMap(({ names }) => names)]) {
    expect(new Set(values).size).toBe(values.length);
  }
});

test("an unknown host is refused with the list of hosts", () => {
  expect(() => hostNamed("prod")).toThrow(
    "there is no test host 'prod'; choose from production, staging, database, backup",
  );
});
