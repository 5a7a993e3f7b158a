import { randomUUID } from "node:crypto";
import { newToken, tokenHash } from "../../accounts/token.ts";
import { insertAcquaintance } from "../../circles/queries.ts";
import type { TestDatabase } from "../test-database.ts";
import type { Person, testSite } from "../test-site.ts";
import { Model, pairOf, type State } from "./model.ts";

type Send = Awaited<ReturnType<typeof testSite>>["send"];
type Method = Parameters<Send>[0];
type Sent = Parameters<Send>[3];

/** People in a sequence: enough for friends of friends and for a group with a blocked pair in it. */
const count = 5;

/** An answer of the application, without what differs from request to request. */
export interface Seen {
  status: number;
  /** The body, without the correlation id. */
  raw: string;
  body: ReturnType<typeof JSON.parse>;
}

/** Some new people on the real application, and the model of them. */
export class World {
  readonly model = new Model(count);
  readonly people: Person[];
  /** Codes by their owner: plain, and the group that they open. */
  readonly codes = new Map<number, { code: string; uses: number; group: string | null }>();
  /** Who made which group: leaving it closes it. */
  readonly owners = new Map<string, number>();
  readonly games: readonly string[];
  readonly #db: TestDatabase;
  readonly #send: Send;

  private constructor(db: TestDatabase, send: Send, people: Person[], games: readonly string[]) {
    this.#db = db;
    this.#send = send;
    this.people = people;
    this.games = games;
  }

  /** Makes the people. Neighbours in the row know each other. */
  static async create(db: TestDatabase, send: Send, games: readonly string[]): Promise<World> {
    const mark = randomUUID().slice(0, 8);
    const people = Array.from({ length: count }, (_, index) => {
      const username = `p${mark}-${index}`;
      return { id: randomUUID(), username, email: `${username}@example.org`, token: newToken() };
    });
    const now = new Date();
    const users = people.map(({ id, username, email }) => ({ id, username, email, email_verified_at: now }));
    await db.admin.insertInto("User").values(users).execute();
    const expiresAt = new Date(Date.now() + 86_400_000);
    const sessions = people.map(({ id, token }) => ({
      user_id: id,
      token_hash: tokenHash(token),
      expires_at: expiresAt,
    }));
    await db.admin.insertInto("UserSession").values(sessions).execute();
    const world = new World(db, send, people, games);
    for (let index = 1; index < count; index += 1) {
      await insertAcquaintance(db.admin, {
        one: world.id(index - 1),
        other: world.id(index),
        source: "code",
      }).execute();
      world.model.acquainted.add(pairOf(index - 1, index));
    }
    world.model.remember();
    return world;
  }

  /** The beginning of everybody's name. */
  get prefix(): string {
    return this.person(0).username.slice(0, -2);
  }

  person(index: number): Person {
    const person = this.people[index];
    if (!person) throw new Error(`there is no person ${index}`);
    return person;
  }

  id(index: number): string {
    return this.person(index).id;
  }

  /** Sends a request as somebody, and looks in the answer for people who do not exist for them. */
  async send(as: number, method: Method, url: string, sent: Sent = {}): Promise<Seen> {
    const { status, raw, body } = await this.#send(method, url, this.person(as), sent);
    const seen = { status, raw: raw.replaceAll(/"correlationId":"[^"]*"/g, ""), body };
    if (status >= 500) throw new Error(`${method} ${url} answered ${status}: ${raw}`);
    return seen;
  }

  /** Somebody's account changes without the application: erased, suspended, or its address no longer proven. */
  async setState(index: number, state: State): Promise<void> {
    this.model.states[index] = state;
    await this.#db.admin
      .updateTable("User")
      .set({
        status: state === "unproven" ? "active" : state,
        email_verified_at: state === "unproven" ? null : new Date(),
      })
      .where("id", "=", this.id(index))
      .execute();
  }
}
