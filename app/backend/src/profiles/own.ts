import type { ProfileChange, ProfileRow } from "./queries.ts";

/** The profile of somebody who has not saved one: it shows nothing to anybody. */
export function emptyProfile(username: string): ProfileRow {
  return {
    displayName: username,
    about: "",
    timeZone: "UTC",
    reminders: ["day_before", "hour_before"],
    suggestions: false,
    aboutShownTo: "nobody",
    timeZoneShownTo: "nobody",
    gamesShownTo: "nobody",
    availabilityShownTo: "nobody",
    communicationShownTo: "nobody",
    sensoryShownTo: "nobody",
    communicationSealed: null,
    sensorySealed: null,
  };
}

/** A stored profile in the form in which it is saved. */
export function changeOf(row: ProfileRow): ProfileChange {
  return {
    displayName: row.displayName,
    about: row.about,
    timeZone: row.timeZone,
    reminders: row.reminders,
    suggestions: row.suggestions,
    visibility: {
      about: row.aboutShownTo,
      timeZone: row.timeZoneShownTo,
      games: row.gamesShownTo,
      availability: row.availabilityShownTo,
      communication: row.communicationShownTo,
      sensory: row.sensoryShownTo,
    },
  };
}
