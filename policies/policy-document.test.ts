import { expect, it } from "vitest";
import { covers, statementsOf } from "./policy-document.ts";

it.each([
  ["s3:PutObject", "s3:PutObject", true],
  ["S3:putobject", "s3:PutObject", true],
  ["s3:*", "s3:PutObject", true],
  ["*", "s3:PutObject", true],
  ["s3:Put?bject", "s3:PutObject", true],
  ["s3:Put*Acl", "s3:PutObjectAcl", true],
  ["s3:PutObject", "s3:PutObjectAcl", false],
  ["s3.PutObject", "s3:PutObject", false],
  ["ec2:*", "s3:PutObject", false],
])("covers(%s, %s) is %s", (pattern, action, expected) => {
  expect(covers(pattern, action)).toBe(expected);
});

it("statementsOf turns single statements and texts into lists", () => {
  const Resource = "arn:aws:s3:::example/*";
  const statement = { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "s3:GetObject", Resource };
  expect(statementsOf(JSON.stringify({ Statement: statement }))).toEqual([
    {
      allows: true,
      everybody: true,
      actions: ["s3:getobject"],
      notActions: [],
      resources: [Resource],
      condition: {},
    },
  ]);
});

it.each([
  ["everybody", "*", true],
  ["every AWS account", { AWS: "*" }, true],
  ["one account", { AWS: "111122223333" }, false],
  ["a service", { Service: "logging.s3.amazonaws.com" }, false],
  ["no principal", undefined, false],
])("statementsOf recognises whether a statement applies to everybody: %s", (_case, Principal, everybody) => {
  expect(statementsOf({ Statement: [{ Effect: "Deny", Principal }] })).toMatchObject([{ everybody }]);
});

it.each([["not JSON"], ["{}"], [undefined]])("statementsOf returns undefined for %j", (given) => {
  expect(statementsOf(given)).toBeUndefined();
});
