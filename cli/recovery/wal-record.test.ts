import { expect, test } from "vitest";
import { formatLsn } from "./wal.ts";
import {
  beginningOfDrop,
  commitTime,
  databasesOfDroppedFiles,
  droppedDatabases,
  parseRecords,
} from "./wal-record.ts";

/** Output of pg_waldump 17 for a DROP DATABASE after an ALTER DATABASE. */
const printed = `rmgr: Heap        len (rec/tot):     65/  1013, tx:        740, lsn: 0/03000028, prev 0/02000120, desc: HOT_UPDATE old_xmax: 740, old_off: 4, old_infobits: [], flags: 0x60, new_xmax: 0, new_off: 7, blkref #0: rel 1664/0/1262 blk 0 FPW
rmgr: Heap        len (rec/tot):    171/   171, tx:          0, lsn: 0/03000400, prev 0/03000028, desc: INPLACE off: 3, blkref #0: rel 1664/0/1262 blk 0
rmgr: Heap        len (rec/tot):    171/   171, tx:          0, lsn: 0/03000468, prev 0/03000420, desc: INPLACE off: 7, blkref #0: rel 1664/0/1262 blk 0 FPW
rmgr: Heap        len (rec/tot):    171/   171, tx:          0, lsn: 0/03000500, prev 0/03000468, desc: INPLACE off: 7, blkref #0: rel 1663/5/1259 blk 0
rmgr: Heap        len (rec/tot):     54/    54, tx:        741, lsn: 0/03000518, prev 0/03000468, desc: DELETE xmax: 741, off: 7, infobits: [KEYS_UPDATED], flags: 0x00, blkref #0: rel 1664/0/1262 blk 0
rmgr: Database    len (rec/tot):     38/    38, tx:        741, lsn: 0/03000620, prev 0/030005A8, desc: DROP dir 1663/16384 1700/16384
rmgr: Transaction len (rec/tot):     98/    98, tx:        741, lsn: 0/03000648, prev 0/03000620, desc: COMMIT 2026-11-21 12:14:57.479611 UTC; dropped stats: 1/16384/0; inval msgs: catcache 21 catcache 21; sync
pg_waldump: error: error in WAL record at 0/30006B0: invalid record length at 0/30006E8: expected at least 24, got 0
`;
const records = parseRecords(printed);
const own = records.filter(({ xid }) => xid === 741);

test("the output of pg_waldump is parsed without its error line", () => {
  expect(records.map(({ manager }) => manager)).toEqual([
    ...["Heap", "Heap", "Heap", "Heap", "Heap", "Database", "Transaction"],
  ]);
  expect(records.flatMap(droppedDatabases)).toEqual([16384, 16384]);
  expect(
    records
      .map(commitTime)
      .find((time) => time)
      ?.toISOString(),
  ).toBe("2026-11-21T12:14:57.479Z");
});

test("a drop begins where the database is marked invalid, not with the first record of its transaction", () => {
  expect(formatLsn(beginningOfDrop(own, records) ?? 0n)).toBe("0/3000468");
  expect(formatLsn(beginningOfDrop(own, []) ?? 0n)).toBe("0/3000518");
  expect(beginningOfDrop([], records)).toBeUndefined();
});

test("a commit names the databases whose table files it removes, except temporary ones", () => {
  const commit = (rels: string) => ({
    manager: "Transaction",
    xid: 9,
    lsn: 1n,
    text: `COMMIT 2026-11-21 12:14:57.4 UTC; ${rels}inval msgs: catcache 21 base/1/1`,
  });
  expect(databasesOfDroppedFiles(commit("rels: base/16384/16400 base/16384/16403; "))).toEqual([
    16384, 16384,
  ]);
  expect(databasesOfDroppedFiles(commit("rels: base/16384/t3_16400; "))).toEqual([]);
  expect(databasesOfDroppedFiles(commit(""))).toEqual([]);
});
