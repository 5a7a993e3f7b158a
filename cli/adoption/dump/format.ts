/** Format of a file by its first bytes. */
export type Format = "sql" | "custom" | "tar" | "gzip" | "zstd" | keyof typeof notADump;

/** Why a file is refused, as the end of a sentence that begins with its name. */
export const notADump = {
  empty: "is empty; make or copy the dump again",
  "utf-16":
    "is UTF-16, as written by PowerShell's '>', and may have lost characters; make the dump again with 'pg_dump --file'",
  xz: "is compressed with xz; run 'xz --decompress' on it first",
  bzip2: "is compressed with bzip2; run 'bzip2 --decompress' on it first",
  lz4: "is compressed with lz4; run 'lz4 --decompress' on it first",
  zip: "is a ZIP archive; unpack it first",
  "tar of files": "is a tar archive of other files; unpack it first and use the dump in it",
  sqlite: "is a SQLite database; only PostgreSQL dumps can be imported",
  mysql: "is a MySQL or MariaDB dump; only PostgreSQL dumps can be imported",
  "pg_dump error":
    "contains an error message of pg_dump; make the dump again and check that pg_dump succeeds",
  "carriage returns":
    "ends its lines with carriage returns only, which psql cannot read; make the dump again or convert its line ends",
  binary: "is neither SQL nor a pg_dump archive; use a file written by pg_dump",
} as const;

/** UTF-8 byte order mark. */
export const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);

const magicBytes: readonly (readonly [string, Format])[] = [
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

const tarMark = { at: 257, text: "ustar" };

/** Recognises a file's format. @param head its first bytes, at least 512 if it has as many */
export function formatOf(head: Buffer): Format {
  if (head.length === 0) return "empty";
  const hex = head.subarray(0, 16).toString("hex");
  const known = magicBytes.find(([magic]) => hex.startsWith(magic));
  if (known) return known[1];
  if (head.toString("latin1", tarMark.at, tarMark.at + tarMark.text.length) === tarMark.text)
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
