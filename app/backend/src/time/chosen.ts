import { Temporal } from "temporal-polyfill";
import { ApiError } from "../api/api-error.ts";
import { clockOf, type Fold, type LocalMoment, occurrenceOf } from "./local-moment.ts";
import { dateInWords, offsetInWords } from "./words.ts";

/** A time as a person chose it. */
export interface ChosenTime {
  /** Date and time without zone, e.g. `2027-01-31T19:00`. */
  local: string;
  zone: string;
  /** Which of two equal times is meant. */
  fold?: "earlier" | "later" | undefined;
}

/**
 * The moment that a person chose.
 * @throws ApiError when the time does not exist that night, or exists twice and none was chosen; it says which ones to choose from
 */
export function chosenMoment({ local: text, zone, fold }: ChosenTime): LocalMoment {
  const local = Temporal.PlainDateTime.from(text);
  const found = occurrenceOf(local, zone);
  if (found.times === 0) {
    throw refused(
      "local",
      `${clockOf(local)} does not exist on ${nightOf(local)} in ${zone}: the clocks go forward. ` +
        `Choose ${timeFrom(found.before, local)} or ${timeFrom(found.after, local)}.`,
    );
  }
  if (found.times === 2 && fold === undefined) {
    throw refused(
      "fold",
      `${clockOf(local)} comes twice on ${nightOf(local)} in ${zone}: the clocks go back. ` +
        `Choose "earlier" (${offsetInWords(found.earlier)}) or "later" (${offsetInWords(found.later)}).`,
    );
  }
  return { local, zone, fold: found.times === 2 ? (fold as Fold) : "only" };
}

function nightOf(local: Temporal.PlainDateTime): string {
  return dateInWords(local.toPlainDate());
}

/** The clock's time; with its date if that is another one, as when a whole day is left out. */
function timeFrom(at: Temporal.ZonedDateTime, asked: Temporal.PlainDateTime): string {
  const sameDay = at.toPlainDate().equals(asked.toPlainDate());
  return sameDay ? clockOf(at) : `${clockOf(at)} on ${dateInWords(at.toPlainDate())}`;
}

function refused(field: string, detail: string): ApiError {
  return new ApiError("invalid_request", detail, { fields: [{ field, detail }] });
}
