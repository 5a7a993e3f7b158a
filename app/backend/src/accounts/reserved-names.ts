import { lookOf } from "./look.ts";

/** Names that speak for TovPlay, or that programs and addresses use. */
const reserved = [
  ...[
    "admin",
    "administrator",
    "moderator",
    "mod",
    "staff",
    "team",
    "owner",
    "official",
    "support",
    "help",
    "helpdesk",
  ],
  ...[
    "security",
    "safety",
    "trust",
    "abuse",
    "privacy",
    "legal",
    "billing",
    "contact",
    "info",
    "press",
    "news",
  ],
  ...[
    "system",
    "root",
    "superuser",
    "sysadmin",
    "operator",
    "postmaster",
    "hostmaster",
    "webmaster",
    "daemon",
  ],
  ...[
    "noreply",
    "mail",
    "bot",
    "server",
    "api",
    "www",
    "test",
    "null",
    "undefined",
    "none",
    "nobody",
    "everyone",
  ],
  ...[
    "somebody",
    "anonymous",
    "deleted",
    "unknown",
    "guest",
    "user",
    "account",
    "settings",
    "me",
    "you",
    "self",
  ],
  ...["login", "logout", "signin", "signup", "signout", "register", "password", "reset", "verify", "discord"],
];

const looks = new Set(reserved.map(lookOf));

/** Words that no name may contain beside others: `tovplay-helper`, `the_moderator`. */
const telling = ["tovplay", "moderator", "administrator", "official"].map(lookOf);

/** Whether a name could be taken for TovPlay's own. It holds for names in every alphabet. */
export function isReserved(name: string): boolean {
  const look = lookOf(name);
  return (
    looks.has(look) || looks.has(look.replace(/[0-9]+$/, "")) || telling.some((word) => look.includes(word))
  );
}
