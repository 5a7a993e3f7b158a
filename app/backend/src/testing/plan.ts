import { type Compilable, sql } from "kysely";
import type { Database } from "../database/database.ts";

/** A step of a plan as PostgreSQL reports it. */
interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Node[];
}

/** How PostgreSQL carried a query out. */
export interface CarriedOut {
  /** Each way in which a table was read, once: `TABLE by INDEX`, or `TABLE in full`. */
  reads: string[];
  /** Rows that were read from tables and indexes, with those that a filter then dropped. */
  rows: number;
  /** Most rows that one sort put in order. */
  sorted: number;
}

/** Carries a query out and tells how. */
export async function planOf(database: Database, query: Compilable): Promise<CarriedOut> {
  const compiled = query.compile();
  const explained = sql`explain (analyze, timing off, format json) `;
  const { rows } = await database.executeQuery<{ "QUERY PLAN": [{ Plan: Node }] }>({
    ...compiled,
    sql: `${explained.compile(database).sql}${compiled.sql}`,
  });
  const [row] = rows;
  if (!row) throw new Error("PostgreSQL did not explain the query");
  const nodes = nodesOf(row["QUERY PLAN"][0].Plan);
  const total = (node: Node) =>
    (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
  const reading = nodes.filter((node) => node["Index Name"] || node["Node Type"] === "Seq Scan");
  const reads = reading.map((node) =>
    node["Index Name"] ? `by ${node["Index Name"]}` : `${node["Relation Name"]} in full`,
  );
  const sorts = nodes
    .filter((node) => node["Node Type"].includes("Sort"))
    .map((node) => Math.max(...(node.Plans ?? []).map(total)));
  return {
    reads: [...new Set(reads)].sort(),
    rows: Math.round(reading.reduce((sum, node) => sum + total(node), 0)),
    sorted: Math.max(0, ...sorts),
  };
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
