import { expect, test } from "vitest";
import { hostArguments, labelled, nameServerArguments } from "./container.ts";
import { hostNamed, hosts } from "./hosts.ts";

const production = hostNamed("production");

test("a host has its address, its memory and no swap, and its disk on a volume of its own", () => {
  const text = hostArguments(production, "image:1", "/seed").join(" ");
  expect(text).toContain("--name lab-production --hostname production");
  expect(text).toContain("--ip 198.18.0.11");
  expect(text).toContain("--memory 5690831667 --memory-swap 5690831667");
  expect(text).toContain("--volume lab-production-disk:/disk");
  expect(text).toMatch(/ image:1$/);
});

test("no host is given every right over the machine below", () => {
  for (const host of hosts) expect(hostArguments(host, "image:1", "/seed")).not.toContain("--privileged");
});

test("a container made from another image has another mark, one from the same the same", () => {
  const mark = (image: string) => labelled(hostArguments(production, image, "/seed")).mark;
  expect(mark("image:1")).toBe(mark("image:1"));
  expect(mark("image:1")).not.toBe(mark("image:2"));
});

test("the name server knows every name of every host", () => {
  const args = nameServerArguments(hosts, "image:1");
  expect(args).toContain("--host-record=tovplay.org,198.18.0.11");
  expect(args).toContain("--host-record=database.tovplay.org,198.18.0.13");
});

test("addresses and names of the hosts are all different", () => {
  for (const values of [hosts.map(({ address }) => address), hosts.flatMap(({ names }) => names)]) {
    expect(new Set(values).size).toBe(values.length);
  }
});

test("a host that there is not is named beside those that there are", () => {
  expect(() => hostNamed("prod")).toThrow(
    "there is no test host 'prod'; choose from production, staging, database, backup",
  );
});
