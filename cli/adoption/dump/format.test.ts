import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { formatOf } from "./format.ts";

const tar = (name: string) => {
  const head = Buffer.alloc(512);
  head.write(name, 0, "latin1");
  head.write("ustar", 257, "latin1");
  return head;
};

test.each<[string, string | Buffer]>([
  ["empty", ""],
  ["empty", "\ufeff \n"],
  ["sql", "-- PostgreSQL database dump\n"],
  ["sql", "\ufeff-- x\r\nSELECT 1;\r\n"],
  ["sql", "SELECT 1;\r"],
  ["carriage returns", "-- PostgreSQL database dump\rSELECT 1;\r"],
  ["gzip", gzipSync("x")],
  ["zstd", Buffer.from("28b52ffd00", "hex")],
  ["custom", "PGDMP\x01\x10\x00"],
  ["tar", tar("toc.dat\0")],
  ["tar of files", tar("dump.sql\0")],
  ["utf-16", Buffer.from("\ufeff-- x", "utf16le")],
  ["utf-16", Buffer.from("-- PostgreSQL", "utf16le")],
  ["binary", `SELECT 1;${"x".repeat(50)}\0`],
  ["sqlite", "SQLite format 3\0"],
  ["mysql", "-- MySQL dump 10.13"],
  ["mysql", "/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19"],
  ["pg_dump error", "pg_dump: error: connection to server failed"],
])("the format %s is recognised (%#)", (format, head) => {
  expect(formatOf(Buffer.from(head))).toBe(format);
});
