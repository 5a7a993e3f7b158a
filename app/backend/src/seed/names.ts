/** The demo account; its password comes from SEED_PASSWORD_FILE. */
export const demoUsername = "demo";

/** Invented user names of the 22 others. */
export const usernames = [
  "amber-otter",
  "birch-finch",
  "cedar-heron",
  "clover-hare",
  "cobalt-newt",
  "coral-wren",
  "dusk-badger",
  "ember-lynx",
  "fern-gecko",
  "flint-magpie",
  "hazel-stoat",
  "indigo-crane",
  "ivory-marten",
  "jade-swift",
  "linden-vole",
  "maple-robin",
  "moss-weasel",
  "opal-raven",
  "pebble-seal",
  "quartz-tern",
  "sage-beaver",
  "willow-lark",
] as const;

/** Games with the minimum and maximum number of players. */
export const games = [
  ["Among Us", 4, 15],
  ["Animal Crossing: New Horizons", 1, 8],
  ["Chess", 2, 2],
  ["Fortnite", 1, 4],
  ["It Takes Two", 2, 2],
  ["Mario Kart 8 Deluxe", 1, 12],
  ["Minecraft", 1, 30],
  ["Overcooked! 2", 1, 4],
  ["Portal 2", 1, 2],
  ["Rocket League", 1, 8],
  ["Stardew Valley", 1, 8],
  ["Terraria", 1, 8],
] as const;

/** Time zones of the profiles. */
export const timeZones = [
  "Europe/London",
  "Asia/Jerusalem",
  "America/New_York",
  "Australia/Sydney",
  "Asia/Kathmandu",
] as const;
