/** Every code an error answer can carry, with its HTTP status. */
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

/** Code of an error answer. */
export type ErrorCode = keyof typeof errorStatus;

/** A refusal that the caller may read in full. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;
  readonly statusCode: number;
  /** What the audit log calls it, which the caller is not told. Default: the code. */
  readonly auditedAs: string;

  constructor(code: ErrorCode, message: string, auditedAs: string = code) {
    super(message);
    this.code = code;
    this.statusCode = errorStatus[code];
    this.auditedAs = auditedAs;
  }
}
