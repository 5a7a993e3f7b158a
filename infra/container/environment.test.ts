import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { z } from "zod";
import { programEnvironment } from "./environment.ts";

const settings = {
  PORT: z.string().regex(/^\d+$/, "set a whole number"),
  USER: z.string(),
  PASSWORD_FILE: z.string().transform(() => {
    throw new Error("opened");
  }),
  LEVEL: z.string().default("info"),
  AUTHORITY_FILE: z.string().optional(),
};
const complete = { PORT: "80", USER: "eve", PASSWORD_FILE: "/run/secrets/password" };

test("a complete environment is passed on as it is, and no file is opened", () => {
  expect(programEnvironment("the program", settings, complete)).toEqual(complete);
});

test.each([
  ["a misspelt variable", { ...complete, PROT: "80" }, "the program has no setting PROT: correct the name"],
  ["a missing variable", { PORT: "80", USER: "eve" }, "the program needs PASSWORD_FILE: add it"],
  ["a wrong value", { ...complete, PORT: "hunter2" }, "does not accept its PORT: set a whole number"],
])("%s is refused by name", (_, environment, message) => {
  expect(() => programEnvironment("the program", settings, environment)).toThrow(message);
});

test("a value that is known later is passed on then", async () => {
  const PORT = pulumi.output(Promise.resolve("81"));
  const environment = programEnvironment("the program", settings, { ...complete, PORT });
  expect(await new Promise((resolve) => pulumi.output(environment.PORT).apply(resolve))).toBe("81");
});
