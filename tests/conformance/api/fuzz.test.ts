import { afterAll, beforeAll, expect, test } from "vitest";
import { fuzz } from "../../api/fuzz.ts";
import { type ServedApi, servedApi } from "../../api/served-api.ts";

let api: ServedApi;
beforeAll(async () => {
  api = await servedApi();
});
afterAll(() => api?.stop());

test.each([null, "ada", "mo"] as const)(
  "whatever schemathesis sends as %s is answered as the API's document says, without an error of the server",
  async (as) => {
    const { passed, report } = await fuzz(api, as, { examples: 5 });
    expect(passed, report).toBe(true);
    expect(api.errors()).toEqual([]);
  },
);
