import { catalogue, type ErrorCode } from "./catalogue.ts";

/** What an error may say besides its code and detail. */
export interface ErrorExtras {
  /** Its name in the audit log, which the caller does not see. Default: the code. */
  auditedAs?: string;
  /** Seconds after which a new attempt makes sense; sent as `Retry-After`. */
  retryAfter?: number;
  /** What is wrong with which field, by its path with dots. */
  fields?: readonly { field: string; detail: string }[];
}

/** An error that the caller may see: what happened, and what to do. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.code = code;
    this.statusCode = catalogue[code].status;
    this.extras = extras;
  }

  /** Its name in the audit log. */
  get auditedAs(): string {
    return this.extras.auditedAs ?? this.code;
  }
}

/** The one answer for what is not there and for what the caller may not see: nobody can tell which. */
export function notFound(what: keyof typeof notFoundDetails): ApiError {
  return new ApiError("not_found", notFoundDetails[what]);
}

const notFoundDetails = {
  person: "There is no such person. Check the link or the name.",
  address: "There is nothing at this address.",
  game: "There is no such game. Choose one from the list of games.",
  request: "There is no such request. Look at your list of requests.",
  session: "There is no such session. Look at your list of sessions.",
  code: "This code does not work. It may be used up or too old. You can ask for a new one.",
  group: "There is no such group. Look at your list of groups.",
  report: "There is no such report. Look at your list of reports.",
  contact: "There is no such trusted contact. Look at your list of trusted contacts.",
  entry: "There is no such entry. Load the list again.",
} as const;
