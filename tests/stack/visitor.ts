import { randomBytes, randomUUID } from "node:crypto";
import { siteUrl } from "./tovrun.ts";

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
  let cookie = "";
  const send: Visitor["send"] = async (method, path, body) => {
    const response = await fetch(new URL(path, siteUrl), {
      method,
      headers: {
        origin: siteUrl,
        "x-correlation-id": correlationId,
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };
  const password = randomBytes(12).toString("base64url");
  return { username, email: `${username}@example.org`, password, correlationId, send };
}
