import type { Channel } from "./channels.ts";
import { type Details, kindOf } from "./kinds.ts";

/** Facts that a notice's words are made from. */
export interface Facts {
  kind: string;
  details: Record<string, unknown>;
  person: string | null;
  game: string | null;
  takesPlaceAt: Date | null;
}

/** A notice in words. */
export interface Words {
  /** Names nobody: it may be seen on a locked screen, or by somebody who looks over a shoulder. */
  title: string;
  body: string;
  /** Path of the page that it leads to. */
  page: string;
}

const channelWords: Record<Channel, string> = {
  in_app: "the application",
  email: "e-mail",
  discord: "Discord",
  web_push: "your browser",
};

/** The words of a notice, with times in the reader's zone. What is not known any more is said in general. */
export function wordsOf(facts: Facts, zone: string): Words {
  const kind = kindOf(facts.kind);
  if (!kind) return { title: "There is news.", body: "You find it on the page.", page: "/notices" };
  const details = facts.details as Details;
  const fill: Record<string, string> = {
    person: facts.person ?? "Somebody",
    game: facts.game ?? "a game",
    when: facts.takesPlaceAt ? momentIn(facts.takesPlaceAt, zone) : "the time on its page",
    channel: channelWords[details.channel ?? "in_app"],
  };
  return {
    title: kind.title,
    body: filled(kind.body, fill),
    page: filled(kind.page, details as Record<string, string>),
  };
}

/** A moment with weekday, date and zone, for example `Tuesday, 1 December 2026 at 19:00 (Europe/Berlin)`. */
export function momentIn(moment: Date, zone: string): string {
  return `${formatOf(zone).format(moment)} (${zone})`;
}

function filled(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

/** Making a format takes longer than using it a hundred times; there are about 400 zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(zone, made);
  return made;
}
