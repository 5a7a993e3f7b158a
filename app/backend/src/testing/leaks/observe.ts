import { randomUUID } from "node:crypto";
import { routes } from "../../routes/routes.ts";
import { pairOf } from "./model.ts";
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

/**
 * Looks at what one person can see, and compares it with the model. @param thorough also at every other list, and asks for hidden people by
 * every address that takes an id
 */
export async function observe(
  world: World,
  viewer: number,
  { thorough }: { thorough: boolean },
): Promise<void> {
  const { model } = world;
  const others = model.everybody.filter((other) => other !== viewer && model.isVisible(viewer, other));
  const friends = others.filter((other) => model.friends.has(pairOf(viewer, other)));
  const asked = others.filter((other) => model.questions.get(pairOf(viewer, other))?.about === "friendship");
  compare(world, viewer, { what: "search", shown: await search(world, viewer), expected: others });
  compare(world, viewer, {
    what: "friends",
    shown: await names(world, viewer, "/api/friends"),
    expected: friends,
  });
  const requests = await names(world, viewer, "/api/friend-requests");
  compare(world, viewer, { what: "friend requests", shown: requests, expected: asked });
  await observePools(world, viewer);
  if (!thorough) return;
  await observeSessions(world, viewer);
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
    compare(world, viewer, { what: "a pool", shown: own, expected });
  }
}

/** Sessions and requests name nobody who is hidden, and are nobody's business but of the two. */
async function observeSessions(world: World, viewer: number): Promise<void> {
  for (const [sessionId, { pair, requestId }] of world.model.sessions) {
    const urls = [`/api/sessions/${sessionId}`, `/api/game-requests/${requestId}`];
    for (const url of urls) {
      const { raw } = await world.send(viewer, "GET", url);
      if (pair.includes(viewer)) scan(world, viewer, url, raw);
      else {
        const nothing = await world.send(viewer, "GET", url.replace(/[^/]*$/, randomUUID()));
        if (nothing.raw !== raw)
          throw new Leak(`${url} is shown to somebody whom it does not concern: ${raw}`);
      }
    }
  }
}

/** Asks for each hidden person as for nobody, by every address that takes an id. */
async function probe(world: World, viewer: number): Promise<void> {
  const hidden = world.model.everybody.filter((other) => !world.model.isVisible(viewer, other));
  for (const other of hidden.slice(0, 1))
    for (const { url } of things) {
      const [one, nobody] = [world.id(other), randomUUID()].map((id) =>
        world.send(viewer, "GET", url.replace(":id", id)),
      );
      const [seen, unknown] = [await one, await nobody];
      if (seen?.raw !== unknown?.raw)
        throw new Leak(`${url} tells somebody hidden from nobody: ${seen?.raw}`);
    }
}

/** A list as somebody saw it, and the people who should be in it. */
interface Listed {
  what: string;
  shown: readonly string[];
  expected: readonly number[];
}

function compare(world: World, viewer: number, { what, shown, expected }: Listed): void {
  const wanted = expected.map((other) => world.person(other).username);
  const [left, right] = [[...shown].sort().join(", "), wanted.sort().join(", ")];
  if (left !== right)
    throw new Leak(`${what} of ${viewer} shows ${left || "nobody"} instead of ${right || "nobody"}`);
}

/** Nothing that somebody is sent may name or number a person who is hidden from them. */
function scan(world: World, viewer: number, url: string, raw: string): void {
  for (const other of world.model.everybody) {
    if (world.model.isVisible(viewer, other)) continue;
    const { id, username, email } = world.person(other);
    // One's own data says with whose ids one has acted oneself, for ever; it never says a name.
    const texts = url === "/api/account/export" ? [username, email] : [id, username, email];
    const found = texts.find((text) => raw.includes(text));
    if (found) throw new Leak(`${url} of ${viewer} tells of ${other}, who is hidden: ${raw}`);
  }
}
