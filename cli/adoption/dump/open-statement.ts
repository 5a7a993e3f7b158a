/** An unfinished statement. */
export interface OpenStatement {
  /** Its text so far, in parts. */
  parts: string[];
  /** Its beginning without comments. */
  head: string;
  line: number;
  /** Open parentheses. */
  depth: number;
  /** Open BEGIN ATOMIC and CASE in a function body written as SQL. */
  bodies: number;
  /** The first four words in lower case. */
  words: string[];
  /** The last word in lower case. */
  word: string;
  /** Whether it is a COPY from standard input. */
  rows: boolean;
}

const makesAFunction = /^create (?:or replace )?(?:function|procedure)/;

/** A new statement. */
export function openStatement(line: number): OpenStatement {
  return { parts: [], head: "", line, depth: 0, bodies: 0, words: [], word: "", rows: false };
}

/** Tracks what determines where the statement ends, and whether rows follow it. */
export function noteWord(raw: string, statement: OpenStatement): void {
  const word = raw.toLowerCase();
  const { words, word: before } = statement;
  if (words.length < 4) words.push(word);
  statement.word = word;
  if (statement.depth > 0) return;
  if (words[0] === "copy" && before === "from" && word === "stdin") statement.rows = true;
  if (words[0] === "create" && makesAFunction.test(words.join(" "))) countBodies(word, statement);
}

/** A semicolon in a function body written as SQL does not end the statement. */
function countBodies(word: string, statement: OpenStatement): void {
  if (word === "begin" || (word === "case" && statement.bodies > 0)) statement.bodies += 1;
  if (word === "end" && statement.bodies > 0) statement.bodies -= 1;
}
