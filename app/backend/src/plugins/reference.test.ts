import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";

test("the API is shown as pages in development, and nowhere else", async () => {
  const { app } = await testApp(undefined, { reference: true });
  const page = await app.inject("/reference/");
  expect([page.statusCode, page.headers["content-type"]]).toEqual([
    200,
    expect.stringContaining("text/html"),
  ]);
  const deployed = await testApp();
  expect((await deployed.app.inject("/reference/")).statusCode).toBe(404);
});
