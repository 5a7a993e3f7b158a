import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { api } from "./api.ts";
import { type ApiRequest, ask } from "./request.ts";

const request: ApiRequest = {
  path: "/api/things",
  schema: z.object({ things: z.int() }),
  alsoAccept: [503],
};

/** Sends one request, with `answer` instead of the network. */
function askWith(answer: typeof fetch) {
  vi.stubGlobal("fetch", answer);
  const call = {
    signal: new AbortController().signal,
    abort: () => {},
    dispatch: vi.fn(),
    getState: vi.fn(),
    extra: undefined,
    endpoint: "things",
    type: "query",
  } as const;
  return ask(request, call, {});
}

function answering(status: number, body: string, headers: Record<string, string> = {}) {
  return () => Promise.resolve(new Response(body, { status, headers }));
}

afterEach(() => vi.unstubAllGlobals());

describe("ask", () => {
  it("returns an answer that matches the schema", async () => {
    expect(await askWith(answering(200, '{"things":3,"more":1}'))).toEqual({ data: { things: 3 } });
  });

  it("accepts an additional status with a valid answer", async () => {
    expect(await askWith(answering(503, '{"things":0}'))).toEqual({ data: { things: 0 } });
  });

  it.each([
    ["limited", 429, ""],
    ["broken", 500, '{"things":1}'],
    ["broken", 404, ""],
    ["broken", 503, "<html>bad gateway</html>"],
    ["unreadable", 200, "<html></html>"],
    ["unreadable", 200, '{"things":"three"}'],
  ])("reports %s for status %i with body %j", async (reason, status, body) => {
    const headers = { "x-correlation-id": "from-the-service" };
    expect(await askWith(answering(status, body, headers))).toEqual({
      error: { reason, correlationId: "from-the-service", status },
    });
  });

  it("reports the correlation id that it sent when there is no answer", async () => {
    let sent = "";
    const result = await askWith((_path, init) => {
      sent = new Headers(init?.headers).get("x-correlation-id") ?? "";
      return Promise.reject(new TypeError("network down"));
    });
    expect(sent).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/);
    expect(result).toEqual({ error: { reason: "unreachable", correlationId: sent } });
  });

  it("reports slow after a timeout", async () => {
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort());
    const result = await askWith((_path, init) => Promise.reject(init?.signal?.reason));
    expect(result.error).toMatchObject({ reason: "slow" });
    vi.restoreAllMocks();
  });
});

describe("the API", () => {
  it("has two endpoints", () => {
    expect(Object.keys(api.endpoints).sort()).toEqual(["listGames", "readHealth"]);
  });
});
