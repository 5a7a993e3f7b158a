/** Contact details in their plain form. None of them is anybody's. */
const plain: Readonly<Record<"address" | "phone" | "link" | "handle", readonly string[]>> = {
  address: [
    "ada@example.org",
    "ben.plays@example.com",
    "night_owl@example.net",
    "cara77@example.co.uk",
    "dan+chess@example.org",
    "mia.max@example.de",
    "go.player@example.fr",
    "puzzles4all@example.io",
  ],
  phone: [
    "07700 900123",
    "07700 900 456",
    "+44 7700 900789",
    "020 7946 0123",
    "202-555-0143",
    "+1 202 555 0187",
    "0151 2345 6789",
    "+49 30 9018 2033",
    "054 123 4567",
    "06 12 34 56 78",
  ],
  link: [
    "https://example.org/ada",
    "www.example.com",
    "example.net/join",
    "discord.gg/abcd1234",
    "t.me/ada_plays",
    "twitch.tv/adaplays",
  ],
  handle: [
    "my discord is night_owl77",
    "psn: ada_plays99",
    "add ada.plays7 on steam",
    "insta: ada.plays",
    "NightOwl#4821",
    "@ada_plays",
  ],
};

const spell: Readonly<Record<string, string>> = {
  ...{ "0": "zero", "1": "one", "2": "two", "3": "three", "4": "four" },
  ...{ "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine" },
};
const cyrillic: Readonly<Record<string, string>> = { a: "а", c: "с", e: "е", o: "о", p: "р", x: "х", i: "і" };
const each = (text: string, change: (sign: string) => string) => [...text].map(change).join("");
const shifted = (from: number, to: number, length: number) => (sign: string) => {
  const code = sign.codePointAt(0) ?? 0;
  return code >= from && code < from + length ? String.fromCodePoint(code - from + to) : sign;
};

/** Ways to hide a contact detail that a reader still understands, by name. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "in a sentence": (text) => `Hi, I like chess at 7:30. ${text} is where you find me, level 42 or not.`,
  "upper case": (text) => text.toUpperCase(),
  "full width": (text) => each(text, shifted(0x21, 0xff01, 94)),
  "zero width": (text) => [...text].join("\u200B"),
  "soft hyphens": (text) => [...text].join("\u00AD"),
  "look-alikes": (text) => each(text, (sign) => cyrillic[sign] ?? sign),
  "combining marks": (text) => each(text, (sign) => (/[a-z]/.test(sign) ? `${sign}\u0336` : sign)),
  "bold letters": (text) => each(each(text, shifted(0x61, 0x1d41a, 26)), shifted(0x30, 0x1d7ce, 10)),
};

/** Disguises for one kind only. */
const special: Readonly<Record<string, Readonly<Record<string, (text: string) => string>>>> = {
  address: {
    words: (text) => text.replace("@", " at ").replaceAll(".", " dot "),
    brackets: (text) => text.replace("@", " [at] ").replaceAll(".", " (dot) "),
    spaces: (text) => text.replace("@", " @ ").replaceAll(".", " . "),
    lines: (text) => text.replace("@", "\n@\n"),
  },
  phone: {
    "spaced digits": (text) => [...text.replaceAll(/[^\d+]/g, "")].join(" "),
    words: (text) => [...text.replaceAll(/\D/g, "")].map((digit) => spell[digit]).join(" "),
    dots: (text) => text.replaceAll(/[ -]/g, "."),
    lines: (text) => text.replaceAll(/[ -]/g, "\n"),
    "arabic digits": (text) => each(text, shifted(0x30, 0x660, 10)),
  },
  link: {
    words: (text) => text.replaceAll(".", " dot ").replaceAll(/(?<!\/)\/(?!\/)/g, " slash "),
    markdown: (text) => `[look](${text})`,
  },
  handle: { lines: (text) => text.replaceAll(" ", "\n") },
};

/** Every plain contact detail in every disguise, with the name of the disguise. */
export function disguised(): { text: string; how: string }[] {
  return Object.entries(plain).flatMap(([kind, texts]) =>
    Object.entries({ ...disguises, ...special[kind] }).flatMap(([name, disguise]) =>
      texts.map((text) => ({ text: disguise(text), how: `${kind}, ${name}` })),
    ),
  );
}
