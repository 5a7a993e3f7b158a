import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { scriptFor } from "../playing.ts";
import { pairOf, type State } from "./model.ts";
import { Leak, observe } from "./observe.ts";
import type { World } from "./world.ts";

/** Something that somebody does, maybe to somebody. */
export interface Action {
  name: keyof typeof doing;
  who: number;
  whom: number;
  pick: number;
}

const states: readonly State[] = ["active", "unproven", "suspended", "deleted"];

const doing = {
  ask: async (world: World, { who, whom }: Action) => {
    const { model } = world;
    const answer = await world.send(who, "POST", "/api/friend-requests", {
      body: { personId: world.id(whom) },
    });
    if (who !== whom && !model.isVisible(who, whom))
      return sameAsNobody(world, who, answer.raw, "/api/friend-requests");
    if (answer.status !== 201) return;
    model.questions.set(pairOf(who, whom), { asker: who, id: answer.body.id, about: "friendship" });
  },
  accept: (world: World, action: Action) => answerQuestion(world, action, "accept"),
  decline: (world: World, action: Action) => answerQuestion(world, action, "decline"),
  withdraw: (world: World, action: Action) => answerQuestion(world, action, "withdraw"),
  propose: async (world: World, { who, whom, pick }: Action) => {
    const { model } = world;
    const asked = (id: string) => ({
      body: { recipientIds: [id], script: scriptFor(world.games[0] ?? "", `2027-03-${10 + pick}T19:00`) },
    });
    const answer = await world.send(who, "POST", "/api/game-requests", asked(world.id(whom)));
    if (who !== whom && !model.isVisible(who, whom)) {
      const nobody = await world.send(who, "POST", "/api/game-requests", asked(randomUUID()));
      if (nobody.raw !== answer.raw)
        throw new Leak(`a request tells somebody hidden from nobody: ${answer.raw}`);
    }
    if (answer.status !== 201) return;
    const requestId = answer.body.requestIds[0] as string;
    model.questions.set(pairOf(who, whom), { asker: who, id: requestId, about: "game" });
    model.sessions.set(answer.body.sessionId, { pair: [who, whom], requestId, going: false });
  },
  agreeToPlay: (world: World, action: Action) => answerGame(world, action, "accept"),
  declineToPlay: (world: World, action: Action) => answerGame(world, action, "decline"),
  leaveSession: async (world: World, { who, pick }: Action) => {
    const going = [...world.model.sessions].filter(([, { pair, going }]) => going && pair.includes(who));
    const [id, session] = going[pick % Math.max(1, going.length)] ?? [];
    if (!id || !session) return;
    const answer = await world.send(who, "POST", `/api/sessions/${id}/leave`);
    expectStatus(answer.status, 200, "leaving a session");
    session.going = false;
  },
  endFriendship: async (world: World, { who, whom }: Action) => {
    const { model } = world;
    const answer = await world.send(who, "POST", `/api/friends/${world.id(whom)}/end`);
    const expected = model.friends.has(pairOf(who, whom)) && model.isVisible(who, whom);
    expectStatus(answer.status, expected ? 200 : 404, "ending a friendship");
    if (expected) model.friends.delete(pairOf(who, whom));
  },
  block: async (world: World, { who, whom, pick }: Action) => {
    const { model } = world;
    const mode = pick % 4 === 0 ? "warn" : "hide";
    const answer = await world.send(who, "POST", "/api/blocks", { body: { personId: world.id(whom), mode } });
    if (!model.hasMet(who, whom)) return sameAsNobody(world, who, answer.raw, "/api/blocks");
    expectStatus(answer.status, 201, "a block");
    model.blocks.set(`${who}>${whom}`, mode);
    if (mode === "hide") model.part(who, whom);
  },
  unblock: async (world: World, { who, whom }: Action) => {
    const answer = await world.send(who, "DELETE", `/api/blocks/${world.id(whom)}`);
    expectStatus(
      answer.status,
      world.model.blocks.delete(`${who}>${whom}`) ? 200 : 404,
      "the end of a block",
    );
  },
  makeCode: async (world: World, { who, pick }: Action) => {
    let group: string | null = null;
    if (pick % 2 === 0) {
      const made = await world.send(who, "POST", "/api/groups", { body: { name: "Evening round" } });
      if (made.status !== 201) return;
      group = made.body.id as string;
      world.model.pools.set(group, new Set([who]));
      world.owners.set(group, who);
    }
    const answer = await world.send(who, "POST", "/api/invite-codes", {
      body: { mostUses: 2, ...(group && { groupId: group }) },
    });
    if (answer.status === 201) world.codes.set(who, { code: answer.body.code, uses: 2, group });
  },
  useCode: async (world: World, { who, whom: owner }: Action) => {
    const { model, codes } = world;
    const code = codes.get(owner);
    if (!code || who === owner) return;
    const answer = await world.send(who, "POST", "/api/invite-codes/use", { body: { code: code.code } });
    if (answer.status === 429 || answer.status === 403) return;
    const possible =
      model.states[owner] === "active" &&
      !model.isHidden(who, owner) &&
      code.uses > 0 &&
      !isClosed(world, code.group);
    if (!possible) return sameAsNobody(world, who, answer.raw, "/api/invite-codes/use");
    if (answer.status !== 200) return;
    code.uses -= 1;
    if (code.group) model.pools.get(code.group)?.add(who);
    else model.acquainted.add(pairOf(who, owner));
  },
  joinPool: async (world: World, { who, pick }: Action) => {
    const game = world.games[pick % world.games.length] ?? "";
    const answer = await world.send(who, "POST", `/api/games/${game}/pool`);
    if (answer.status !== 200) return;
    const pool = answer.body.id as string;
    world.model.pools.set(pool, new Set([...(world.model.pools.get(pool) ?? []), who]));
  },
  leavePool: async (world: World, { who, pick }: Action) => {
    const pools = [...world.model.pools];
    const [pool, members] = pools[pick % Math.max(1, pools.length)] ?? [randomUUID(), new Set<number>()];
    const answer = await world.send(who, "POST", `/api/pools/${pool}/leave`);
    expectStatus(answer.status, members.has(who) ? 200 : 404, "leaving a pool");
    if (world.owners.get(pool) === who) members.clear();
    else members.delete(who);
  },
  report: async (world: World, { who, whom }: Action) => {
    const answer = await world.send(who, "POST", "/api/reports", {
      body: { personId: world.id(whom), category: "other" },
    });
    if (answer.status === 429) return;
    if (!world.model.hasMet(who, whom)) return sameAsNobody(world, who, answer.raw, "/api/reports");
    expectStatus(answer.status, 201, "a report");
  },
  beQuiet: async (world: World, { who, pick }: Action) => {
    // A minute of the day is left: a week without any is refused.
    const allDay = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: "00:01", to: "00:00" };
    const body = {
      quietHours: [{ channel: "in_app", windows: pick % 3 === 0 ? [allDay] : [] }],
      lowEnergy: { on: pick % 3 === 1, until: null },
    };
    const answer = await world.send(who, "PATCH", "/api/notice-settings", { body });
    expectStatus(answer.status, 200, "quiet hours");
  },
  changeState: (world: World, { whom, pick }: Action) =>
    world.setState(whom, states[pick % states.length] ?? "active"),
  look: (world: World, { who, pick }: Action) => observe(world, who, { thorough: pick % 4 === 0 }),
};

/** What makes people known to each other, and what hides them. */
export const meeting = [
  ...["ask", "ask", "accept", "accept", "endFriendship", "block", "block", "block", "unblock", "unblock"],
  ...[
    "makeCode",
    "useCode",
    "useCode",
    "joinPool",
    "joinPool",
    "joinPool",
    "leavePool",
    "changeState",
    "look",
    "look",
    "look",
  ],
] as Action["name"][];

/** An action of somebody. @param people and @param names: one that is there twice is chosen twice as often */
export function actions(
  people: readonly number[],
  names: readonly Action["name"][] = [
    ...(Object.keys(doing) as Action["name"][]),
    ...meeting,
    "propose",
    "agreeToPlay",
  ],
): fc.Arbitrary<Action> {
  return fc.record({
    name: fc.constantFrom(...names),
    who: fc.constantFrom(...people),
    whom: fc.constantFrom(...people),
    pick: fc.nat(11),
  });
}

/** Does an action in the application and in the model. People without a working account do nothing. */
export async function act(world: World, action: Action): Promise<void> {
  const own = world.model.states[action.who];
  if (action.name !== "changeState" && own !== "active") return;
  await doing[action.name](world, action);
  world.model.remember();
}

async function answerQuestion(world: World, { who, whom }: Action, how: "accept" | "decline" | "withdraw") {
  const { model } = world;
  const question = model.questions.get(pairOf(who, whom));
  const url = `/api/friend-requests/${question?.id ?? randomUUID()}/${how}`;
  const answer = await world.send(who, "POST", url);
  const isMine =
    question?.about === "friendship" &&
    (how === "withdraw" ? question.asker === who : question.asker === whom);
  const possible = who !== whom && isMine && model.isVisible(who, whom);
  expectStatus(answer.status, possible ? 200 : 404, `to ${how}`);
  if (!possible) return;
  model.questions.delete(pairOf(who, whom));
  if (how === "accept") model.friends.add(pairOf(who, whom));
}

async function answerGame(world: World, { who, whom }: Action, how: "accept" | "decline") {
  const { model } = world;
  const question = model.questions.get(pairOf(who, whom));
  const id = question?.about === "game" ? question.id : randomUUID();
  const body = how === "accept" ? { body: { scriptVersion: 1, warningsSeen: true } } : {};
  const answer = await world.send(who, "POST", `/api/game-requests/${id}/${how}`, body);
  const possible = question?.about === "game" && who !== whom && model.isVisible(who, whom);
  if (!possible) return expectStatus(answer.status, 404, `to ${how} a game`);
  if (answer.status !== 200) return;
  model.questions.delete(pairOf(who, whom));
  if (how === "decline") return;
  model.acquainted.add(pairOf(who, whom));
  for (const session of model.sessions.values()) if (session.requestId === id) session.going = true;
}

/** What is not there for somebody has to be answered as what never was. @param raw the answer about somebody who is hidden */
async function sameAsNobody(world: World, who: number, raw: string, url: string): Promise<void> {
  const person = { personId: randomUUID(), ...(url === "/api/reports" && { category: "other" }) };
  const body = url.endsWith("/use") ? { code: "AAAA-AAAA-AAAA" } : person;
  const nobody = await world.send(who, "POST", url, { body });
  if (nobody.status === 429) return;
  if (nobody.raw !== raw)
    throw new Leak(`${url} tells somebody hidden from nobody: ${raw} and ${nobody.raw}`);
}

function expectStatus(status: number, expected: number, what: string): void {
  if (status !== expected) throw new Leak(`${what} was answered with ${status} instead of ${expected}`);
}

function isClosed({ model }: World, group: string | null): boolean {
  return group !== null && model.pools.get(group)?.size === 0;
}
