import type { Mistake } from "./altered-database.ts";

/** Mistakes that would show people to those for whom they do not exist. The check of sequences has to find each of them. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  "one's own block is not looked at": {
    pattern: /"blocker_id" = (\$\d+) and "blocked_id" = "person"\."id"/g,
    by: '"blocker_id" = $1 and false',
  },
  "a block by the other person is not looked at": {
    pattern: /"blocker_id" = "person"\."id" and "blocked_id" = (\$\d+)/g,
    by: 'false and "blocked_id" = $1',
  },
  "the two ways of blocking are mixed up": { pattern: /"mode" = (\$\d+)/g, by: '"mode" <> $1' },
  "suspended and deleted accounts are shown": {
    pattern: /"person"\."status" = (\$\d+)/g,
    by: "$1::text is not null",
  },
  "accounts with an unproven address are shown": {
    pattern: /"person"\."email_verified_at" is not null/g,
    by: "true",
  },
  "strangers are shown": { pattern: /else false end/g, by: "else true end" },
  "people who were friends before are shown": {
    pattern: /(exists \(select 1 as "one" from "UserFriends" where) "status" = (\$\d+)/g,
    by: "$1 $2::text is not null",
  },
  "people who left a pool are shown to those in it": { pattern: /"theirs"\."left_at" is null/g, by: "true" },
  "people who were known before are shown": {
    pattern: /from "UserAcquaintance" where "ended_at" is null/g,
    by: 'from "UserAcquaintance" where true',
  },
  "a block leaves the friendship": {
    pattern: /(update "UserFriends" .* where)(?= least)/g,
    by: "$1 false and",
  },
  "a block leaves open questions": {
    pattern: /(update "ContactQuestion" .* where)(?= least)/g,
    by: "$1 false and",
  },
  "the list of friends asks nobody": {
    pattern: /where (case when "person"\."id" = \$\d+ .* else false end) order by "tie"/g,
    by: 'where ($1 or true) order by "tie"',
  },
  "a pool is listed to those who are not in it": {
    pattern: /exists \((select "own"\."id".*?"Pool"\."closed_at" is null)\)/g,
    by: "(exists ($1) or true)",
  },
  "codes of hidden people work": {
    pattern: /where (case when "person"\."id" = \$\d+ .* end) and "code_hash"/g,
    by: 'where ($1 or true) and "code_hash"',
  },
};
