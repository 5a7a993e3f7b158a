import { z } from "zod";
import { readCertificateFile } from "./certificate-file.ts";
import { readSecretFile } from "./secret-file.ts";

/** Where settings come from; `process.env` outside of tests. */
export type SettingsSource = Readonly<Record<string, string | undefined>>;

/** A setting is missing or wrong. The message names each variable and what to set; it never repeats a value. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads settings with a zod shape whose keys are the names of variables. An empty variable counts as missing.
 * @throws SettingsError with one sentence for each variable that is wrong
 */
export function readSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: SettingsSource,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.keys(shape).map((name) => [name, source[name] === "" ? undefined : source[name]]),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  throw new SettingsError(parsed.error.issues.map((issue) => describe(issue, given)).join("; "));
}

function describe(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  if (given[name] === undefined) return `${name} is missing: set it`;
  return `${name} is wrong: ${issue.message}`;
}

/** Log levels, lowest first. */
export const logLevel = z
  .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
  .default("info");

/** An integer within bounds, in decimal digits. */
export function wholeNumber(least: number, most: number) {
  const message = `set a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

/** The secret in a file that a `*_FILE` variable names. */
export function secretFile() {
  return fileContent(readSecretFile);
}

/** The certificates, in PEM form, in a file that a `*_FILE` variable names. */
export function certificateFile() {
  return fileContent(readCertificateFile);
}

function fileContent(read: (path: string) => { content: string } | { refusal: string }) {
  return z.string().transform((path, context) => {
    const file = read(path);
    if ("content" in file) return file.content;
    context.addIssue({ code: "custom", message: file.refusal });
    return z.NEVER;
  });
}
