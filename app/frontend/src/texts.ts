/**
 * Every text a person can read on the page, so that one test checks them all.
 * {@link fill} replaces placeholders such as `{name}`.
 */
export const texts = {
  site: {
    name: "TovPlay",
    purpose: "Plan game sessions safely",
    title: "Games and service health – TovPlay",
    footer: "Nothing on this page moves, plays or changes place by itself.",
  },
  page: {
    heading: "Games on TovPlay",
    intro:
      "Here you can see the games you can plan sessions for. You can also see if the service is working.",
  },
  actions: {
    skip: "Skip to the main part",
    refresh: "Show the newest information",
    goHome: "Go to the list of games",
    reload: "Load the page again",
  },
  theme: {
    label: "Colours",
    device: "Same as my device",
    light: "Light",
    dark: "Dark",
    calm: "Calm",
  },
  refresh: {
    region: "How new the information is",
    readAt: "You see information from",
    loading: "The information is loading.",
    nothingYet: "There is nothing to show yet.",
    fresh: "It changes only when you press the button.",
    old: "It is more than 5 minutes old. There may be newer information.",
    running: "The newest information is loading. Please wait.",
    done: "You now see the newest information. It is complete.",
    incomplete: "Some information could not be loaded. You can see below what is missing.",
  },
  games: {
    heading: "Games",
    loading: "The games are loading.",
    one: "1 game",
    many: "{count} games",
    alone: "For 1 player",
    exactly: "For {max} players",
    range: "For {min} to {max} players",
    emptyTitle: "There are no games yet",
    emptyText: "Games will be listed here once they are added. You do not need to do anything.",
    failed: "The games could not be loaded",
    behind: "The list of games is not the newest",
  },
  health: {
    heading: "Health of the service",
    loading: "The health of the service is loading.",
    service: "Service",
    serviceThen: "Service at the time of this check",
    ok: "Working",
    unavailable: "Not working",
    okText: "You can use TovPlay as usual.",
    unavailableText:
      "Some parts of TovPlay are not working now. You did nothing wrong. Please come back in 10 minutes.",
    checkedAt: "Time of this check",
    failed: "The health of the service could not be checked",
    behind: "This health check is not the newest",
  },
  failure: {
    unreachable: "Your device could not reach TovPlay. Please check your internet connection.",
    slow: "TovPlay did not answer within 10 seconds.",
    limited: "TovPlay received too many requests from your network. Please wait 1 minute.",
    broken: "TovPlay has a technical problem. You did nothing wrong.",
    unreadable: "TovPlay sent an answer that this page cannot read. You did nothing wrong.",
    retry: "Then press “Show the newest information”.",
    retryLater: "Please wait 5 minutes. Then press “Show the newest information”.",
    reference: "If you ask for help, send this code:",
  },
  notFound: {
    heading: "This page does not exist",
    text: "The address may be misspelled, or the page was removed.",
  },
  crash: {
    heading: "This page stopped working",
    text: "You did nothing wrong. Load the page again to continue.",
  },
} as const;

/** Replaces the `{name}` placeholders of a text. A placeholder without a value is kept. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
