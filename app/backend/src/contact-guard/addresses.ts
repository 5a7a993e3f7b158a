import { allEnds } from "./links.ts";

const ends = allEnds.join("|");
const notNames =
  "everyone|here|home|work|night|all|noon|midnight|lunch|dinner|school|game|the|me|you|once|least";
const withSign = /(?<![a-z0-9])[a-z0-9][a-z0-9._%+-]*@[a-z][a-z0-9-]+/;
const withWords = new RegExp(`\\b[a-z0-9._+-]{2,} (?:at|ät) [a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.(?:${ends})\\b`);
const providers =
  "g ?mail|google ?mail|hot ?mail|outlook|yahoo|i ?cloud|proton ?mail|gmx|aol|posteo|tutanota|web ?de";
const atProvider = new RegExp(`\\b[a-z0-9._+-]{2,}(?: at |@| ?- ?)(?:${providers})\\b`);
const myMail = new RegExp(
  `\\b(?:e-?mail|mail|${providers})(?: ?address)?(?: is| ?:| ?=)+ ?(?!(?:me|the|not|down|slow|full|broken|on|off|fine|better|for|a)\\b)[a-z0-9._+-]{3,}`,
);
const mention = new RegExp(`(?:^|[\\s(:,])@(?!(?:${notNames})\\b)[a-z_][a-z0-9_.]{2,}`);

/** Whether a text has an e-mail address, or a name with an `@`. @param read one of the readings of a text */
export function hasAddress(read: string): boolean {
  return [withSign, withWords, atProvider, myMail, mention].some((pattern) => pattern.test(read));
}
