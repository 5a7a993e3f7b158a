import * as pulumi from "@pulumi/pulumi";

/**
 * An error of whoever deploys, not of the program: shown as its message alone, without a stack trace. The runtime puts the name
 * of the property that was being worked out before messages on their way, which says nothing to people: here it cannot.
 */
export function sentence(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
}
