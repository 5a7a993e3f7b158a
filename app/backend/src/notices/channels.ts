/** The ways in which somebody can hear of something. */
export const channels = ["in_app", "email", "discord", "web_push"] as const;
export type Channel = (typeof channels)[number];

/** When a channel brings it: as soon as it may, at the times of the person's digest, or not at all. */
export const timings = ["at_once", "digest", "never"] as const;
export type Timing = (typeof timings)[number];
