/** Operations of the engine that a person need not hear of: nothing is done, or it is part of a replacement that is told whole. */
export const quietOperations: ReadonlySet<string> = new Set([
  "same",
  "read",
  "refresh",
  "discard",
  "remove-pending-replace",
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "import-replacement",
]);
