import { expect, test } from "vitest";
import type { DeclaredStack } from "./declared-stack.ts";
import { applicationStack } from "./host-stack.ts";
import { loki, victorialogs } from "./images.ts";
import { localStack } from "./local-stack.ts";

type Declare = (store: typeof loki) => Promise<DeclaredStack>;

/** Declares a stack with each log store only once. */
function once(declare: Declare): Declare {
  const known = new Map<string, Promise<DeclaredStack>>();
  return (store) => {
    const stack = known.get(store.kind) ?? declare(store);
    known.set(store.kind, stack);
    return stack;
  };
}

const stacks = {
  local: once((store) => localStack(undefined, store)),
  production: once((store) => applicationStack("production", {}, store)),
};

/** Resources by type and name, as text. */
function textOf({ resources }: DeclaredStack): Map<string, string> {
  return new Map(resources.map((each) => [`${each.type} ${each.name}`, JSON.stringify(each)]));
}

/** Names of resources that one stack declares and the other does not, or declares differently. */
function onlyIn(one: DeclaredStack, other: DeclaredStack): string[] {
  const known = textOf(other);
  return [...textOf(one)].filter(([name, text]) => known.get(name) !== text).map(([name]) => name);
}

test.each(Object.entries(stacks))("the stack %s outputs which log store it deploys", async (_, declare) => {
  for (const store of [loki, victorialogs]) {
    const { outputs, resources } = await declare(store);
    expect(outputs).toMatchObject({ logStore: store.kind });
    const images = resources.filter(({ inputs }) => JSON.stringify(inputs).includes(store.image));
    expect(images.length).toBeGreaterThan(0);
  }
});

test.each(Object.entries(stacks))(
  "in the stack %s the choice of log store changes only its own container and where the collector sends lines",
  async (_, declare) => {
    const [withLoki, withVictoriaLogs] = [await declare(loki), await declare(victorialogs)];
    for (const name of [...onlyIn(withLoki, withVictoriaLogs), ...onlyIn(withVictoriaLogs, withLoki)])
      expect(name).toMatch(/loki|victorialogs|collector/i);
  },
);

test.each(Object.entries(stacks))(
  "in the stack %s both log stores have the same limits",
  async (_, declare) => {
    const container = async (store: typeof loki) => {
      const { resources } = await declare(store);
      const found = resources.find(({ name }) => name.endsWith(`tovplay-${store.kind}-container`));
      return found?.inputs as Record<string, unknown>;
    };
    const [one, other] = [await container(loki), await container(victorialogs)];
    for (const key of [
      "capabilities",
      "securityOpts",
      "readOnly",
      "user",
      "restart",
      "logOpts",
      "networksAdvanced",
    ])
      expect(other[key], key).toEqual(one[key]);
    const outside = ({ ports }: Record<string, unknown>) =>
      (ports as { external: number; ip: string }[]).map(({ external, ip }) => `${ip}:${external}`);
    expect(outside(other)).toEqual(["127.0.0.1:3100"]);
    expect(outside(one)).toEqual(outside(other));
  },
);
