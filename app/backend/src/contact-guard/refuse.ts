import { ApiError } from "../api/api-error.ts";
import { type ContactDetail, contactDetailsIn } from "./guard.ts";

const names: Record<ContactDetail, string> = {
  link: "a link",
  address: "an e-mail address",
  phone: "a telephone number",
  handle: "a name from another service",
};

/**
 * Refuses texts with contact details, for what people read who have not both agreed to be friends.
 * @param texts by the names of their fields
 * @throws ApiError that says which field looks like what
 */
export function refuseContactDetails(texts: Readonly<Record<string, string>>): void {
  const fields = Object.entries(texts).flatMap(([field, text]) =>
    contactDetailsIn(text).map((kind) => ({ field, detail: `this looks like ${names[kind]}: leave it out` })),
  );
  if (fields.length === 0) return;
  throw new ApiError(
    "invalid_request",
    "This looks like a way to reach you elsewhere. You can share that with friends later; for now, leave it out.",
    { fields },
  );
}
