import { dayMinutes, type Span } from "./minutes.ts";

/** Minutes after midnight of `19:00` or `19:00:00`; 1440 for `24:00`. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Minutes after midnight as `19:00`. */
export function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Hours of a weekday in minutes of the week. @param weekday 1 is Monday */
export function inWeek({ weekday, from, to }: { weekday: number; from: string; to: string }): Span {
  const start = (weekday - 1) * dayMinutes;
  return { from: start + minutesOf(from), to: start + minutesOf(to) };
}
