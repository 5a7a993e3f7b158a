import { beforeAll, expect, test } from "vitest";
import { attackers } from "../attack/attackers.ts";
import { catalogue } from "../attack/catalogue.ts";
import type { Outcome } from "../attack/matrix.ts";
import { run, target } from "../attack/runs.ts";
import { beyond } from "../attack/verdict.ts";

/** One of each kind; the full matrix is `npx tsx tests/attack/main.ts`. */
const kinds = ["app, pooler", "viewer", "migrator as owner", "backup", "provisioner"];

let outcomes: Outcome[] = [];

beforeAll(async () => {
  const copied = await target("stack");
  const chosen = attackers(copied.passwords).filter(({ name }) => kinds.includes(name));
  outcomes = await run(copied, chosen, () => undefined, 2);
}, 900_000);

const told = ({ group, attack, changes }: Outcome) => `${group}: ${attack} ${changes.join(" ")}`;

test.each(kinds)("%s can do nothing beyond its grants", (name) => {
  const found = outcomes.filter(({ attacker }) => attacker === name);
  expect(found.length).toBeGreaterThan(catalogue.length - 60);
  expect(beyond(found).map(told)).toEqual([]);
});
