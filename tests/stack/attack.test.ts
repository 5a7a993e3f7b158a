import { beforeAll, expect, test } from "vitest";
import { attackers } from "../attack/attackers.ts";
import { catalogue } from "../attack/catalogue.ts";
import type { Target } from "../attack/cluster.ts";
import type { Outcome } from "../attack/matrix.ts";
import { run, target } from "../attack/runs.ts";
import { beyond, outlived } from "../attack/verdict.ts";

let copied: Target;
const outcomes: Outcome[] = [];

beforeAll(async () => {
  copied = await target("stack");
});

const told = ({ group, attack, changes }: Outcome) => `${group}: ${attack} ${changes.join(" ")}`;

test.each(attackers(new Map()).map(({ name }) => name))(
  "%s succeeds with nothing beyond what is granted",
  async (name) => {
    const attacker = attackers(copied.passwords).filter((one) => one.name === name);
    const found = await run(copied, attacker, () => undefined);
    outcomes.push(...found);
    expect(found.length).toBeGreaterThan(catalogue.length - 60);
    expect(beyond(found).map(told)).toEqual([]);
  },
  900_000,
);

test("everything on the granted list still succeeds", () => {
  expect(outlived(outcomes)).toEqual([]);
});
