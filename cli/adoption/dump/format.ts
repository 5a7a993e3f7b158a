/** What a file's first bytes tell of it. */
export type Format = "sql" | "custom" | "tar" | "gzip" | "zstd" | keyof typeof notADump;

/** Why a file is not read, as the end of a sentence that begins with its name. */
export const notADump = {
  empty: "is empty; the dump was not written, or not copied",
  "utf-16":
    "is UTF-16, as PowerShell's '>' writes it, and characters may be lost in it; make the dump again with 'pg_dump --file'",
  xz: "is compressed with xz; run 'xz --decompress' on it first",
  bzip2: "is compressed with bzip2; run 'bzip2 --decompress' on it first",
  lz4: "is compressed with lz4; run 'lz4 --decompress' on it first",
  zip: "is a ZIP archive; unpack it first",
  "tar of files": "is a tar archive of other files; unpack it first, then give the dump in it",
  sqlite: "is a database of SQLite; only dumps of PostgreSQL are taken over",
  mysql: "is a dump of MySQL or MariaDB; only dumps of PostgreSQL are taken over",
  "pg_dump error":
    "holds an error message of pg_dump, not a dump; make the dump again, and see that pg_dump ends well",
  "carriage returns":
    "has carriage returns alone between its lines, which psql does not read; make the dump again, or convert its line ends",
  binary: "is neither SQL text nor an archive of pg_dump; give a file that pg_dump wrote",
} as const;

/** The mark that some editors put before UTF-8. */
export const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

const MAGIC: readonly (readonly [string, Format])[] = [
  ["1f8b", "gzip"],
  ["28b52ffd", "zstd"],
  ["fd377a585a00", "xz"],
  ["425a68", "bzip2"],
  ["04224d18", "lz4"],
  ["504b0304", "zip"],
  ["fffe", "utf-16"],
  ["feff", "utf-16"],
  [Buffer.from("PGDMP").toString("hex"), "custom"],
  [Buffer.from("SQLite format 3\0").toString("hex"), "sqlite"],
];

const TAR_MARK = { at: 257, text: "ustar" };

/** Recognises a file. @param head its first bytes, at least 512 where it has so many */
export function formatOf(head: Buffer): Format {
  if (head.length === 0) return "empty";
  const hex = head.subarray(0, 16).toString("hex");
  const known = MAGIC.find(([magic]) => hex.startsWith(magic));
  if (known) return known[1];
  if (head.toString("latin1", TAR_MARK.at, TAR_MARK.at + TAR_MARK.text.length) === TAR_MARK.text)
    return head.toString("latin1", 0, 8) === "toc.dat\0" ? "tar" : "tar of files";
  return textFormat(head);
}

function textFormat(head: Buffer): Format {
  const zeros = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (zeros > head.length / 4) return "utf-16";
  if (zeros > 0) return "binary";
  const text = head
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();
  if (/^(?:\/\*M![^\n]*\n)?-- (?:MySQL|MariaDB) dump/.test(text)) return "mysql";
  if (/^pg_dump(?:all)?: error: /.test(text)) return "pg_dump error";
  if (/^[^\n]*\r[^\n]+$/.test(text)) return "carriage returns";
  return text === "" ? "empty" : "sql";
}
