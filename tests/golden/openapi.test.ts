import openapiTypescript, { astToString } from "openapi-typescript";
import { expect, test } from "vitest";
import { testApp } from "../../app/backend/src/testing/test-app.ts";

test("the site's types of the API are those of the API's own document", async () => {
  const { app } = await testApp();
  const document = (await app.inject("/api/openapi.json")).json();
  const types = astToString(await openapiTypescript(document));
  const heading =
    "// Made from the API's own document: npx vitest run --project unit tests/golden/openapi.test.ts -u\n";
  await expect(heading + types).toMatchFileSnapshot("../../app/frontend/src/api/service.gen.ts");
});
