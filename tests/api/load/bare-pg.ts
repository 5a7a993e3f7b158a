import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import pg from "pg";
import type { Case } from "./case.ts";

/** The least that can answer: Node's own server, the driver, and the same statements. Arguments: port, database as JSON, file of cases. */
const [port, database = "", file = ""] = process.argv.slice(2);
const cases: Case[] = JSON.parse(readFileSync(file, "utf8"));
const pool = new pg.Pool({ ...JSON.parse(database), max: 10 });
const byPath = new Map(cases.map((one) => [one.path, one]));

createServer(async (request, response) => {
  const found = byPath.get(request.url ?? "");
  let rows: unknown[] = [];
  for (const { sql, parameters } of found?.statements ?? [])
    rows = (await pool.query(sql, [...parameters])).rows;
  const body = JSON.stringify({ items: rows });
  response.writeHead(found ? 200 : 404, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}).listen(Number(port), "127.0.0.1");
