import { randomBytes, randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createVault } from "../privacy/vault.ts";
import { mailBox } from "../testing/mail-box.ts";
import { type TestDatabase, testDatabase } from "../testing/test-database.ts";
import { post } from "./outbox.ts";
import { sendNext } from "./post-office.ts";
import { sweepMail, waitingMail } from "./queries.ts";
import { smtpTransport } from "./smtp.ts";
import { mailServer } from "./testing/mail-server.ts";

const vault = createVault([randomBytes(32)]);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  await db.admin.deleteFrom("OutgoingMail").execute();
});
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const write = (key: string = randomUUID(), more: object = {}) =>
  post(db.app, vault, {
    ...{ key, kind: "password_changed", to: "ada@example.org", userId: null, details: { username: "ada" } },
    ...more,
  });

const rows = () =>
  db.admin
    .selectFrom("OutgoingMail")
    .select([
      "key",
      "outcome",
      "tries",
      "last_problem as problem",
      "sealed_contents as sealed",
      "next_try_at as next",
    ])
    .orderBy("created_at")
    .execute();

/** Makes every mail due now. */
const due = () =>
  db.admin
    .updateTable("OutgoingMail")
    .set({ next_try_at: new Date(0) })
    .execute();

async function realOffice(timeout = 30_000) {
  const server = await mailServer();
  endings.push(() => server.close());
  const transport = smtpTransport({
    ...{ host: "127.0.0.1", port: server.port, user: "tovplay", password: "secret", ca: server.certificate },
    ...{ from: "TovPlay <hello@example.org>", timeout },
  });
  return { server, office: { ...mailBox(db, vault).office, transport } };
}

test("what is written in a transaction that fails is not sent", async () => {
  const failing = db.app.transaction().execute(async (transaction) => {
    await post(transaction, vault, {
      ...{
        key: "a",
        kind: "password_changed",
        to: "ada@example.org",
        userId: null,
        details: { username: "ada" },
      },
    });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await mailBox(db, vault).collect()).toEqual([]);
});

test("the same key is written and sent once", async () => {
  await write("once");
  await write("once");
  const box = mailBox(db, vault);
  expect(await box.collect()).toHaveLength(1);
  await write("once");
  expect(await box.collect()).toEqual([]);
});

test("what a mail says is encrypted until it has gone, and gone afterwards", async () => {
  await write();
  const [before] = await rows();
  expect(before?.sealed?.toString("latin1")).not.toContain("ada");
  await mailBox(db, vault).collect();
  expect(await rows()).toMatchObject([{ outcome: "sent", sealed: null, tries: 1 }]);
});

test("a mail server that is down loses nothing: the mail goes when it is back, later each time", async () => {
  const { server, office } = await realOffice();
  server.mood.refuseLetter = 451;
  await write();
  expect(await sendNext(office)).toBe(true);
  expect(await sendNext(office)).toBe(false);
  const [first] = await rows();
  expect(first).toMatchObject({ outcome: null, tries: 1, problem: "EMESSAGE 451" });
  await due();
  await sendNext(office);
  const [second] = await rows();
  const wait = (row: typeof first) => (row?.next.getTime() ?? 0) - Date.now();
  expect(wait(second)).toBeGreaterThan(wait(first));
  server.mood.refuseLetter = 0;
  await due();
  await sendNext(office);
  expect(server.letters).toHaveLength(1);
  expect(await rows()).toMatchObject([{ outcome: "sent", tries: 3, problem: null }]);
});

test("a connection that ends in the middle of a mail is tried again with the same message id", async () => {
  const { server, office } = await realOffice();
  server.mood.dropInLetter = true;
  await write();
  await sendNext(office);
  expect(server.letters).toEqual([]);
  server.mood.dropInLetter = false;
  await due();
  await sendNext(office);
  const { id } = await db.admin.selectFrom("OutgoingMail").select("id").executeTakeFirstOrThrow();
  expect(server.letters.map(({ messageId }) => messageId)).toEqual([`<${id}@app.example.org>`]);
});

test("an address that is refused for good is not tried again", async () => {
  const { server, office } = await realOffice();
  server.mood.refuseRecipient = 550;
  await write();
  await sendNext(office);
  await due();
  expect(await sendNext(office)).toBe(false);
  expect(await rows()).toMatchObject([{ outcome: "failed", sealed: null, problem: "EENVELOPE 550" }]);
});

test("a mail server that never answers holds up nobody", async () => {
  const { server, office } = await realOffice(300);
  server.mood.silent = true;
  await write();
  await sendNext(office);
  expect(await rows()).toMatchObject([{ outcome: null, tries: 1 }]);
});

test("two processes at once send each mail once", async () => {
  for (let count = 0; count < 20; count += 1) await write();
  const boxes = [mailBox(db, vault), mailBox(db, vault), mailBox(db, vault)];
  const sent = await Promise.all(boxes.map((box) => box.collect()));
  expect(sent.flat()).toHaveLength(20);
  expect(new Set(sent.flat().map(({ messageId }) => messageId)).size).toBe(20);
});

test("a process that dies while it sends leaves the mail to another one, later", async () => {
  await write();
  const box = mailBox(db, vault);
  const dying = {
    ...box.office,
    transport: { send: () => Promise.reject(new Error("killed")), close: () => undefined },
  };
  await sendNext(dying);
  expect(await sendNext(box.office)).toBe(false);
  await due();
  expect(await box.collect()).toHaveLength(1);
});

test("without a mail server it is recorded that the mail was not sent", async () => {
  await write();
  await sendNext({ ...mailBox(db, vault).office, transport: null });
  expect(await rows()).toMatchObject([{ outcome: "unsent", problem: "no mail server is set", sealed: null }]);
});

test("a mail that comes too late is not sent", async () => {
  await write();
  await db.admin
    .updateTable("OutgoingMail")
    .set({ expires_at: new Date(Date.now() - 1), next_try_at: new Date(0) })
    .execute()
    .catch(() => undefined);
  await write("soon", { useful: 0.001 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const box = mailBox(db, vault);
  await box.collect();
  expect((await rows()).find(({ key }) => key === "soon")).toMatchObject({
    outcome: "failed",
    problem: "too late",
  });
});

test("a mail that cannot be decrypted is recorded as failed", async () => {
  await write();
  const other = mailBox(db, createVault([randomBytes(32)]));
  expect(await other.collect()).toEqual([]);
  expect(await rows()).toMatchObject([{ outcome: "failed", problem: "cannot be decrypted" }]);
});

test("a sign-up that is over by then has nothing to say", async () => {
  await write("over", {
    kind: "finish_sign_up",
    details: { username: "nobody", token: "A".repeat(43), until: "2030-01-01T00:00:00Z" },
  });
  expect(await mailBox(db, vault).collect()).toEqual([]);
  expect(await rows()).toMatchObject([{ outcome: "dropped" }]);
});

test("what waits is counted, and what ended long ago is removed", async () => {
  await write();
  expect(await waitingMail(db.app).executeTakeFirst()).toMatchObject({ waiting: "1" });
  await mailBox(db, vault).collect();
  expect(await waitingMail(db.app).executeTakeFirst()).toMatchObject({ waiting: "0", oldest: 0 });
  await sweepMail(db.app).execute();
  expect(await rows()).toHaveLength(1);
  await db.admin
    .updateTable("OutgoingMail")
    .set({ ended_at: new Date(Date.now() - 31 * 86_400_000) })
    .execute();
  await sweepMail(db.app).execute();
  expect(await rows()).toEqual([]);
});
