import { randomUUID } from "node:crypto";
import { routes } from "../../routes/routes.ts";
import type { Model } from "./model.ts";
import type { World } from "./world.ts";

/** The application showed somebody what the model says does not exist for them, or hid what it says does. */
export class Leak extends Error {
  override readonly name = "Leak";
}

const reading = routes.filter(
  ({ method, access }) => method === "GET" && (access === "member" || access === "verified"),
);
/** Lists of one's own, which must not speak of anybody hidden. Only blocks name whom one has hidden oneself. */
const lists = reading.filter(
  ({ url }) => !url.includes(":") && url !== "/api/blocks" && url !== "/api/people",
);
/** Things by the id of a person, pool, request or session: of somebody hidden as of nobody. */
const things = reading.filter(({ url }) => /^[^:]*:id[^:]*$/.test(url));

/** Looks at everything that one person can see, and compares it with the model. */
export async function observe(world: World, viewer: number): Promise<void> {
  const { model } = world;
  await compare(world, viewer, "search", await search(world, viewer), visibleTo(model, viewer));
  const friends = model.everybody.filter(
    (other) => model.isVisible(viewer, other) && isFriend(model, viewer, other),
  );
  await compare(world, viewer, "friends", await names(world, viewer, "/api/friends"), friends);
  const asked = model.everybody.filter(
    (other) => model.isVisible(viewer, other) && hasQuestion(model, viewer, other),
  );
  await compare(world, viewer, "friend requests", await names(world, viewer, "/api/friend-requests"), asked);
  await observePools(world, viewer);
  for (const { url } of lists) scan(world, viewer, url, (await world.send(viewer, "GET", url)).raw);
  await probe(world, viewer);
}

async function search(world: World, viewer: number): Promise<string[]> {
  const answer = await world.send(viewer, "GET", "/api/people", { query: { name: world.prefix } });
  return answer.body.people.map(({ username }: { username: string }) => username);
}

async function names(world: World, viewer: number, url: string): Promise<string[]> {
  const answer = await world.send(viewer, "GET", url);
  return answer.body.items.map(({ person }: { person: { username: string } }) => person.username);
}

async function observePools(world: World, viewer: number): Promise<void> {
  const { model } = world;
  for (const [pool, members] of model.pools) {
    const answer = await world.send(viewer, "GET", `/api/pools/${pool}/members`, { query: { limit: "100" } });
    if (!members.has(viewer)) {
      if (answer.status !== 404)
        throw new Leak(`a pool is shown to somebody who is not in it: ${answer.raw}`);
      continue;
    }
    const shown = answer.body.items.map(({ username }: { username: string }) => username);
    const own = shown.filter((name: string) => name.startsWith(world.prefix));
    const expected = [...members].filter((other) => model.isVisible(viewer, other));
    await compare(world, viewer, "a pool", own, expected, { withSelf: true });
  }
}

/** Asks for each hidden person as for nobody, by every address that takes an id. */
async function probe(world: World, viewer: number): Promise<void> {
  const hidden = world.model.everybody.filter((other) => !world.model.isVisible(viewer, other));
  for (const other of hidden.slice(0, 2))
    for (const { url } of things) {
      const [one, nobody] = [world.id(other), randomUUID()].map((id) =>
        world.send(viewer, "GET", url.replace(":id", id)),
      );
      const [seen, unknown] = [await one, await nobody];
      if (seen?.raw !== unknown?.raw)
        throw new Leak(`${url} tells somebody hidden from nobody: ${seen?.raw}`);
    }
}

async function compare(
  world: World,
  viewer: number,
  what: string,
  shown: readonly string[],
  expected: readonly number[],
  { withSelf = false } = {},
): Promise<void> {
  const wanted = expected
    .filter((other) => withSelf || other !== viewer)
    .map((other) => world.person(other).username);
  const [left, right] = [[...shown].sort(), [...wanted].sort()];
  if (left.join() !== right.join())
    throw new Leak(
      `${what} of ${viewer} shows ${left.join(", ") || "nobody"} instead of ${right.join(", ") || "nobody"}`,
    );
}

/** Nothing that somebody is sent may name or number a person who is hidden from them. */
function scan(world: World, viewer: number, url: string, raw: string): void {
  for (const other of world.model.everybody) {
    if (world.model.isVisible(viewer, other)) continue;
    const { id, username, email } = world.person(other);
    const found = [id, username, email].find((text) => raw.includes(text));
    if (found) throw new Leak(`${url} of ${viewer} tells of ${other}, who is hidden: ${raw}`);
  }
}

const visibleTo = (model: Model, viewer: number) =>
  model.everybody.filter((other) => model.isVisible(viewer, other));
const isFriend = (model: Model, one: number, other: number) =>
  model.friends.has([one, other].sort().join("-"));
const hasQuestion = (model: Model, one: number, other: number) =>
  model.questions.has([one, other].sort().join("-"));
