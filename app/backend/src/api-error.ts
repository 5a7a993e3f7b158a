/** Every error code of the API with its HTTP status. */
export const errorStatus = {
  invalid_request: 400,
  unauthenticated: 401,
  foreign_origin: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media: 415,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;

/** Error code of the API. */
export type ErrorCode = keyof typeof errorStatus;

/** An error whose message the caller may see. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;
  readonly statusCode: number;
  /** Its name in the audit log, which the caller does not see. Default: the code. */
  readonly auditedAs: string;

  constructor(code: ErrorCode, message: string, auditedAs: string = code) {
    super(message);
    this.code = code;
    this.statusCode = errorStatus[code];
    this.auditedAs = auditedAs;
  }
}
