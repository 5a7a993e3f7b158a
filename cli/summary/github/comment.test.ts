import { afterEach, beforeEach, expect, test } from "vitest";
import { doubleToken, GitHubDouble } from "../testing/github-double.ts";
import { markerOf, writeComment } from "./comment.ts";
import { GitHubError, gitHubApi, nextPage } from "./github-api.ts";

let gitHub: GitHubDouble;
beforeEach(async () => {
  gitHub = new GitHubDouble();
  await gitHub.start();
});
afterEach(() => gitHub.close());

const marker = markerOf("production");
const pauses: number[] = [];

function write(text: string, more: { onlyExisting?: boolean; token?: string } = {}) {
  const place = { repository: "octo/repo", pullRequest: 7, marker, onlyExisting: more.onlyExisting ?? false };
  pauses.length = 0;
  const wait = async (milliseconds: number) => pauses.push(milliseconds);
  return writeComment(gitHubApi(gitHub.url, more.token ?? doubleToken), place, text, wait);
}

function say(count: number, body: string, type = "User") {
  for (let index = 0; index < count; index += 1)
    gitHub.comments.push({ id: gitHub.comments.length + 1, body, user: { type } });
}

const own = () => gitHub.comments.filter(({ user }) => user.type === "Bot").map(({ body }) => body);

test("the first time the comment is made, beginning with its marker", async () => {
  say(3, "hello");
  expect(await write("one")).toBe("created");
  expect(own()).toEqual([`${marker}\none`]);
  expect(gitHub.comments).toHaveLength(4);
});

test.each([0, 29, 30, 99, 100, 250])(
  "it is found and brought up to date behind %i other comments",
  async (before) => {
    say(before, "hello");
    say(1, `${marker}\nold`, "Bot");
    say(120, "hello");
    expect(await write("new")).toBe("updated");
    expect(own()).toEqual([`${marker}\nnew`]);
    expect(gitHub.comments).toHaveLength(before + 121);
  },
);

test("of several the first is kept, the others go, on whatever page they are", async () => {
  for (const text of ["first", "second", "third"]) {
    say(1, `${marker}\n${text}`, "Bot");
    say(110, "hello");
  }
  expect(await write("new")).toBe("updated");
  expect(gitHub.comments[0]?.body).toBe(`${marker}\nnew`);
  expect(own()).toHaveLength(1);
});

test("what other stacks, other bots and people have written stays as it is", async () => {
  const others = [
    `${markerOf("staging")}\nx`,
    "a bot",
    `quoted: ${marker}`,
    `${markerOf("production-2")}\nx`,
  ];
  for (const body of others) say(1, body, "Bot");
  say(1, `${marker}\nwritten by a person`);
  await write("new");
  expect(gitHub.comments.map(({ body }) => body)).toEqual([
    ...others,
    `${marker}\nwritten by a person`,
    `${marker}\nnew`,
  ]);
});

test("an unchanged comment is not written again", async () => {
  await write("same");
  expect(await write("same")).toBe("unchanged");
  expect(gitHub.requests.filter((request) => !request.startsWith("GET"))).toHaveLength(1);
});

test("only an existing comment is brought up to date when asked so", async () => {
  expect(await write("x", { onlyExisting: true })).toBe("unchanged");
  expect(own()).toEqual([]);
  await write("old");
  expect(await write("gone", { onlyExisting: true })).toBe("updated");
});

test.each([
  [{ status: 500 }, 1000],
  [{ status: 502 }, 1000],
  [{ status: 429, headers: { "retry-after": "7" } }, 7000],
  [{ status: 403, headers: { "retry-after": "3" } }, 3000],
  [{ status: 403, headers: { "x-ratelimit-remaining": "0" } }, 60_000],
  [{ status: 429, headers: { "retry-after": "9999" } }, 60_000],
])("after %j it is tried again", async (refusal, pause) => {
  gitHub.refuse = (_, count) => (count === 1 ? refusal : undefined);
  expect(await write("x")).toBe("created");
  expect(own()).toHaveLength(1);
  expect(pauses[0]).toBe(pause);
});

test("a comment that was made though the answer was an error is not made twice", async () => {
  gitHub.refuse = (request, count) =>
    request.startsWith("POST") && count === 1 ? { status: 502, done: true } : undefined;
  expect(await write("x")).toBe("unchanged");
  expect(own()).toEqual([`${marker}\nx`]);
});

test("a surplus comment that another run has deleted meanwhile is no error", async () => {
  for (const text of ["a", "b"]) say(1, `${marker}\n${text}`, "Bot");
  gitHub.refuse = (request) => (request.startsWith("DELETE") ? { status: 404 } : undefined);
  expect(await write("new")).toBe("updated");
});

test("a token that may only read is told apart from a failure", async () => {
  gitHub.refuse = (request) => (request.startsWith("POST") ? { status: 403 } : undefined);
  expect(await write("x")).toBe("forbidden");
  expect(pauses).toEqual([]);
});

test.each([
  [{ status: 500 }, 5],
  [{ status: 422 }, 1],
])("%j for ever is given up after %i attempts", async (refusal, attempts) => {
  gitHub.refuse = (request) => (request.startsWith("POST") ? refusal : undefined);
  await expect(write("x")).rejects.toThrow(`GitHub answered ${refusal.status} to POST`);
  expect(gitHub.requests.filter((request) => request.startsWith("POST"))).toHaveLength(attempts);
});

test("a wrong token is an error that does not name it", async () => {
  const error = await write("x", { token: "wrong-token" }).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(GitHubError);
  expect(String(error)).toMatch(/401 .*Bad credentials/);
  expect(String(error)).not.toContain("wrong-token");
});

test("a server that does not answer is tried again, then told", async () => {
  const api = gitHubApi("http://127.0.0.1:1", doubleToken);
  const place = { repository: "octo/repo", pullRequest: 7, marker };
  const failing = writeComment(api, place, "x", async () => undefined);
  await expect(failing).rejects.toThrow(/GitHub cannot be reached/);
});

test("the token goes to no other server that an answer names", async () => {
  const api = gitHubApi(gitHub.url, doubleToken);
  await expect(api.request("GET", "https://elsewhere.example.org/page")).rejects.toThrow(
    /named another server/,
  );
});

test.each([
  [null, undefined],
  ['<https://x/1>; rel="prev", <https://x/3>; rel="next", <https://x/9>; rel="last"', "https://x/3"],
  ['<https://x/?a=1,2&page=3>; rel="next"', "https://x/?a=1,2&page=3"],
  ["<https://x/3>; rel=next", "https://x/3"],
  ['<https://x/1>; rel="first"', undefined],
  ['<https://x/1>; rel="last next"', "https://x/1"],
])("the next page after %j is %j", (link, expected) => {
  expect(nextPage(link)).toBe(expected);
});

test("a marker holds nothing that could end it", () => {
  expect(markerOf("a --> <b>")).toBe("<!-- tovplay-preview: a_--___b_ -->");
});
