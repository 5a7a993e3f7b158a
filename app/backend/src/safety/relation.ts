/** What another person is to somebody. Of several, the first in this order counts. */
export const relations = ["self", "moderator", "blocked", "friend", "acquaintance", "stranger"] as const;
export type Relation = (typeof relations)[number];

/** What one person may do to another. */
export const personActions = [
  /** See the name in lists and search. */
  "see",
  /** Read the profile, as far as its fields are shown. */
  "profile",
  /** Ask to be friends. */
  "ask_friend",
  /** Ask to play. */
  "invite",
  /** Be in a session together. */
  "plan",
  /** Be listed to each other in a pool. */
  "share_pool",
  /** Become known to each other by a code that one has given to the other. */
  "use_code",
  /** Read what a report is about, and decide. */
  "moderate",
] as const;
export type PersonAction = (typeof personActions)[number];

/** Which relation allows which action. */
export type RelationTable = Readonly<Record<Relation, Readonly<Record<PersonAction, boolean>>>>;

const nothing = {
  see: false,
  profile: false,
  ask_friend: false,
  invite: false,
  plan: false,
  share_pool: false,
  use_code: false,
  moderate: false,
};
const meet = {
  see: true,
  profile: true,
  ask_friend: true,
  invite: true,
  plan: true,
  share_pool: true,
  use_code: true,
};

/**
 * All that people may do to each other. A stranger is nobody: to be found needs a shared pool that both opted into, a code, or a
 * friendship. A moderator sees people only through reports: in everything else a moderator is a person like any other.
 * A trusted contact has no account and stands in no list: what one may read is listed in `trusted-contacts/fields.ts`.
 */
export const relationTable: RelationTable = {
  self: { ...nothing, see: true, profile: true, plan: true, share_pool: true, use_code: true },
  moderator: { ...nothing, moderate: true },
  blocked: nothing,
  friend: { ...nothing, ...meet },
  acquaintance: { ...nothing, ...meet },
  stranger: { ...nothing, use_code: true },
};
