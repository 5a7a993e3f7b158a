/** A mail in words: plain text, which every reader and every screen reader shows in the same way. */
export interface Letter {
  subject: string;
  text: string;
}

/** What letters need to know of the site. */
export interface Site {
  /** Origin at which people reach it. */
  publicUrl: string;
}

/** A letter of paragraphs, with the same beginning and end as all the others. */
export function letter(subject: string, paragraphs: readonly string[]): Letter {
  return { subject, text: `${["Hello,", ...paragraphs, "TovPlay"].join("\n\n")}\n` };
}

/** A link with a token in its fragment, which browsers send to no server and servers so write into no log. */
export function tokenLink({ publicUrl }: Site, page: string, token: string): string {
  return `${new URL(page, publicUrl).href}#token=${token}`;
}

/** A moment with weekday, date and zone: `Monday 30 November 2026, 21:24 UTC`. */
export function moment(at: Date): string {
  const date = at.toLocaleDateString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return `${date.replace(",", "")}, ${at.toISOString().slice(11, 16)} UTC`;
}
