import { afterEach, beforeEach, expect, test } from "vitest";
import { judged, smtpTransport } from "./smtp.ts";
import { mailServer } from "./testing/mail-server.ts";

let server: Awaited<ReturnType<typeof mailServer>>;
beforeEach(async () => {
  server = await mailServer();
});
afterEach(() => server.close());

const letter = {
  to: "ada@example.org",
  subject: "Hello — שלום",
  text: "First line\n.\nFrom here: é\n",
  messageId: "<1@app.example.org>",
};

const transport = (more: object = {}) =>
  smtpTransport({
    host: "127.0.0.1",
    port: server.port,
    user: "tovplay",
    password: "secret",
    from: "TovPlay <hello@example.org>",
    ca: server.certificate,
    ...more,
  });

test("a letter arrives over TLS as it was written", async () => {
  expect(await transport().send(letter)).toEqual({ done: true });
  expect(server.secure).toEqual([true]);
  const [got] = server.letters;
  expect(got).toMatchObject({ subject: letter.subject, text: letter.text, messageId: letter.messageId });
  expect(got?.to).toMatchObject({ text: "ada@example.org" });
  expect(got?.headers.get("auto-submitted")).toBe("auto-generated");
});

test("an address with the form of a header stays an address", async () => {
  const to = "a\r\nBcc: eve@example.org";
  const sending = await transport().send({ ...letter, to });
  expect(server.letters.flatMap(({ bcc }) => (bcc ? [bcc] : []))).toEqual([]);
  expect(JSON.stringify(sending)).not.toContain("eve@");
});

test("a server without TLS gets nothing", async () => {
  await server.close();
  server = await mailServer({ disabledCommands: ["STARTTLS"] });
  expect(await transport().send(letter)).toMatchObject({ done: false, final: false });
  expect(server.letters).toEqual([]);
});

test("a server with a certificate that nobody vouches for gets nothing", async () => {
  expect(await transport({ ca: undefined }).send(letter)).toMatchObject({ done: false, final: false });
  expect(server.letters).toEqual([]);
});

test.each([
  ["an address that does not exist is final", { refuseRecipient: 550 }, true],
  ["a server that is busy is not", { refuseRecipient: 450 }, false],
  ["a letter that is refused is final", { refuseLetter: 554 }, true],
  ["a letter that is refused for now is not", { refuseLetter: 451 }, false],
  ["a connection that ends within the letter is not", { dropInLetter: true }, false],
  ["a server that never answers is not", { silent: true }, false],
])("%s", async (_title, mood, final) => {
  Object.assign(server.mood, mood);
  // Short only where no answer comes: a busy machine is slow to give one.
  const timeout = "silent" in mood ? 300 : 30_000;
  expect(await transport({ timeout }).send(letter)).toMatchObject({ done: false, final });
  expect(server.letters).toEqual([]);
});

test("a wrong password of ours is no fault of the letter", async () => {
  expect(await transport({ password: "wrong" }).send(letter)).toMatchObject({ done: false, final: false });
});

test("no server at all is not final", async () => {
  await server.close();
  expect(await transport().send(letter)).toEqual({ done: false, final: false, problem: expect.any(String) });
  server = await mailServer();
});

test("a problem names no address", () => {
  const error = Object.assign(new Error("no ada@example.org here"), { code: "EENVELOPE", responseCode: 550 });
  expect(judged(error)).toEqual({ final: true, problem: "EENVELOPE 550" });
  expect(judged("odd")).toEqual({ final: false, problem: "unknown" });
});
