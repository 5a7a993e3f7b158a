import { expect, test } from "vitest";
import { type Column, matchTables } from "./structure.ts";

const column = (table: string, name: string, required = false): Column => ({
  table,
  column: name,
  type: "text",
  required,
});

const database = [
  column("GameRequest", "id", true),
  column("GameRequest", "sender_id", true),
  column("User", "id", true),
  column("User", "email", true),
  column("User", "about"),
  column("schema_version", "version", true),
];
const references = [{ child: "GameRequest", parent: "User" }];

test("tables are copied parents first, with the columns that both have", () => {
  const dump = [
    column("GameRequest", "id"),
    column("GameRequest", "sender_id"),
    column("User", "id"),
    column("User", "email"),
  ];
  expect(matchTables(dump, database, references)).toEqual({
    tables: [
      { table: "User", columns: ["id", "email"] },
      { table: "GameRequest", columns: ["id", "sender_id"] },
    ],
    leftOut: [],
    problems: [],
  });
});

test("what this database does not have is named, and so are the records that it keeps itself", () => {
  const dump = [column("User", "id"), column("User", "email"), column("User", "nick"), column("Old", "id")];
  const { leftOut } = matchTables([...dump, column("schema_version", "version")], database, references);
  expect(leftOut).toEqual(['"Old"', '"schema_version"', '"User"."nick"']);
});

test.each([
  ["lacks a column that every row needs", [column("User", "id")], /"User" has no "email" \(text\)/],
  ["is of something else", [column("wp_posts", "id")], /none of the tables/],
  ["is empty", [], /none of the tables/],
])("a dump that %s cannot be taken over", (_, dump, reason) => {
  expect(matchTables(dump, database, references).problems.join()).toMatch(reason);
});

test("tables that refer to each other are copied nevertheless", () => {
  const circle = [...references, { child: "User", parent: "GameRequest" }];
  expect(matchTables(database, database, circle).tables.map(({ table }) => table)).toEqual([
    "GameRequest",
    "User",
  ]);
});
