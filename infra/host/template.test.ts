import { expect, test } from "vitest";
import { readTemplate, renderTemplate } from "./template.ts";

test("a missing value is an error that names the template and the value", () => {
  expect(() => renderTemplate("pgbouncer/pgbouncer.ini", {})).toThrow(
    /templates\/pgbouncer\/pgbouncer\.ini cannot be rendered: undefined variable: database,/,
  );
});

test("a template without values is returned as it is", () => {
  expect(readTemplate("prometheus/rules.yml")).toContain("groups:");
});
