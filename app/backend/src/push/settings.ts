import { secretFile } from "@tovplay/runtime/settings";
import { z } from "zod";

/** Services of browsers' makers, to which alone pushes go: an address that a client gives must not make this server ask others. */
const knownServices =
  "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,notify.windows.com";

/** Settings of web push. Without a key there is no web push. */
export const pushSettings = {
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{87}$/, "set the public key as web-push generates it")
    .optional(),
  VAPID_PRIVATE_KEY_FILE: secretFile().optional(),
  /** Whom a push service can ask: `mailto:` or an https address. */
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:|https:\/\/)/, "set mailto: and an address, or an address that begins with https://")
    .optional(),
  /** Host names, and what ends with them, separated by commas. */
  PUSH_SERVICES: z.string().max(2_000).default(knownServices),
};

/** Web push as it is set. */
export interface PushSetting {
  publicKey: string;
  privateKey: string;
  subject: string;
  services: string[];
}

/**
 * Web push, if it is set.
 * @throws when only a part of it is
 */
export function pushSetting(settings: z.output<z.ZodObject<typeof pushSettings>>): PushSetting | null {
  const {
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY_FILE: privateKey,
    VAPID_SUBJECT: subject,
  } = settings;
  if (!publicKey && !privateKey && !subject) return null;
  if (!publicKey || !privateKey || !subject)
    throw new Error(
      "web push is set in part: set VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY_FILE and VAPID_SUBJECT, or none",
    );
  return {
    publicKey,
    privateKey,
    subject,
    services: settings.PUSH_SERVICES.split(",").map((name) => name.trim()),
  };
}

/** Whether an address belongs to one of the services. */
export function isOfService(endpoint: string, services: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, username, port } = new URL(endpoint);
  if (protocol !== "https:" || username !== "" || port !== "") return false;
  return services.some((name) => hostname === name || hostname.endsWith(`.${name}`));
}
