import type { AddressInfo } from "node:net";
import pg from "pg";
import { createDatabase } from "../../app/backend/src/database/database.ts";
import { moderated } from "../../app/backend/src/testing/moderated.ts";
import { testApp } from "../../app/backend/src/testing/test-app.ts";
import { type Person, signedUp } from "../../app/backend/src/testing/test-site.ts";
import { grantTables } from "../conformance/testing/granted.ts";
import { database as name, protectedDatabase } from "../conformance/testing/protected-database.ts";

/** The whole API on loopback, with a database of its own. */
export interface ServedApi {
  url: string;
  /** People with an account, signed in: two members who know nobody, and a moderator. */
  people: { ada: Person; ben: Person; mo: Person };
  /** What it logged as an error. */
  errors: () => unknown[];
  stop: () => Promise<void>;
}

/** Starts it without limits on how often something may be done: they would hide what is behind them. */
export async function servedApi(): Promise<ServedApi> {
  const made = await protectedDatabase({ docker: [], settings: ["max_connections=200"] });
  await grantTables(made);
  const { port, password } = made.server;
  const pool = (user: string) =>
    new pg.Pool({ host: "127.0.0.1", port, user, password, database: name, max: 20 });
  const [appPool, adminPool] = [pool("tovplay_app"), pool("postgres")];
  const admin = createDatabase(adminPool);
  await admin.insertInto("Game").values({ name: "Portal 2", min_players: 1, max_players: 2 }).execute();
  const people = {
    ada: await signedUp({ admin }, "ada"),
    ben: await signedUp({ admin }, "ben"),
    mo: await signedUp({ admin }, "mo", { role: "moderator" }),
  };
  // First contact is refused while nobody can look at reports.
  await moderated(admin);
  const throttle = { spend: async () => null, forgive: async () => undefined };
  const { app, lines } = await testApp(undefined, { database: createDatabase(appPool), throttle });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    people,
    errors: () => lines.filter(({ level }) => level === "error" || level === "fatal"),
    stop: async () => {
      await app.close();
      await Promise.all([appPool.end(), adminPool.end()]);
      await made.server.stop();
    },
  };
}
