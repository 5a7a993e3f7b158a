import { LinkifyIt } from "linkify-it";

/** Ends of addresses that are no English words, so that a dot without a space after it is no link. */
const plainEnds =
  "com org net edu gov io gg tv co dev app info biz xyz eu uk de fr es nl pl ru ch il ca au br jp se dk fi cz gr pt ro hu ua tr mx kr cn tw nz za ie ly ai cc tk".split(
    " ",
  );

/** Ends that are words too: with `www.`, a path or a known host only. */
const wordEnds =
  "it me be so to no is in at my us am fm im li link page site shop store club live online fun game games space tech world zone chat social team".split(
    " ",
  );

const hosts =
  /\b(?:discord\.(?:gg|com)|discordapp\.com|dsc\.gg|steamcommunity\.com|s\.team|twitch\.tv|youtu\.be|youtube\.com|t\.me|telegram\.me|wa\.me|signal\.me|bit\.ly|tinyurl\.com|linktr\.ee|instagram\.com|facebook\.com|fb\.me|m\.me|snapchat\.com|tiktok\.com|paypal\.me|battle\.net\/|xbox\.com|goo\.gl|is\.gd)\b/;

const plainLinks = new LinkifyIt({ fuzzyLink: true, tlds: plainEnds });
const wordEnd = wordEnds.join("|");
const likelyLink = new RegExp(`\\b(?:www\\.[a-z0-9-]+\\.|(?:[a-z0-9-]+\\.)+(?:${wordEnd})/)[a-z0-9]`);
const scheme =
  /\b(?:h(?:tt|xx)ps?|ftp|steam|discord|tel|mailto|skype|tg)\s?:\s?\/{0,2}\s?(?=[a-z0-9+-])(?<=\/|(?:tel|mailto|skype)\s?:\s?)/;
const markdown = /\[[^\]]*\]\s?\(\s?[^)\s]*[./:][^)]*\)|<a\s/;
const inviteByWords =
  /\b(?:discord|steam|telegram|twitch|youtube|instagram)\.? ?(?:gg|me|tv|com)\s?\/\s?[a-z0-9]{2,}/;
const octet = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const withPort = /\b(?:[a-z0-9-]+\.)+[a-z]{2,}:\d{2,5}\b/;
const addressOfServer = new RegExp(
  `(?<![\\d.])(?<!(?:\\bv|version|patch|update|build|release)\\s?)(?=\\d{2})(?:${octet}\\.){3}${octet}(?::\\d{2,5})?(?![\\d.]\\d)`,
);

/** Whether a text has a link or the address of a server. @param read one of the readings of a text */
export function hasLink(read: string): boolean {
  return (
    [hosts, scheme, withPort, markdown, likelyLink, inviteByWords, addressOfServer].some((pattern) =>
      pattern.test(read),
    ) || (plainLinks.match(read) ?? []).length > 0
  );
}

/** Ends of addresses by which a spelled-out one is recognised. */
export const allEnds = [...plainEnds, ...wordEnds];
