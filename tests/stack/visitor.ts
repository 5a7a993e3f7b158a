import { randomBytes, randomUUID } from "node:crypto";
import { until } from "../conformance/testing/until.ts";
import { siteUrl, tovrun } from "./tovrun.ts";

/** An answer of the site, its body parsed. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A user of the site who keeps its cookie. */
export interface Visitor {
  username: string;
  email: string;
  password: string;
  /** Sent with every request of this visitor. */
  correlationId: string;
  send: (method: "GET" | "POST", path: string, body?: unknown) => Promise<Answer>;
}

/** A visitor with a new name. */
export function newVisitor(): Visitor {
  const username = `visitor-${randomBytes(4).toString("hex")}`;
  const correlationId = randomUUID();
  const cookies = new Map<string, string>();
  const send: Visitor["send"] = async (method, path, body) => {
    const response = await fetch(new URL(path, siteUrl), {
      method,
      headers: {
        origin: siteUrl,
        "x-correlation-id": correlationId,
        ...(cookies.size > 0 ? { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };
  const password = randomBytes(12).toString("base64url");
  return { username, email: `${username}@example.org`, password, correlationId, send };
}

/** Signs a visitor up with the link of the mail, as a person does; afterwards the visitor is signed in. */
export async function signUp(visitor: Visitor): Promise<void> {
  const { username, email, password } = visitor;
  const asked = await visitor.send("POST", "/api/sign-up", { username, email, age: 18 });
  if (asked.status !== 202) throw new Error(`signing up was answered with ${asked.status}`);
  const token = await until("the mail with the link", async () => {
    const { stdout } = await tovrun("mail", "--to", email, "--json");
    const [mail]: { text: string }[] = JSON.parse(stdout);
    return /#(?:token=)?([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? false;
  });
  const finished = await visitor.send("POST", "/api/sign-up/finish", { token, password });
  if (finished.status !== 201) throw new Error(`finishing the sign-up was answered with ${finished.status}`);
}
