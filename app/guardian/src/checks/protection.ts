import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

const rows = z.array(z.object({ name: z.string(), armed: z.boolean(), detail: z.string().nullable() }));

/** Parts that have a separate alert, or are open in every deployment. */
const elsewhere = new Set(["change window is closed", "database is a template", "provisioner is locked"]);

/** Checks that every part of the database's protection is armed, according to the view that reads the catalog. */
export function protectionCheck(paused: () => boolean): Check {
  return {
    name: "protection",
    everySeconds: 20,
    async run(session, { gauge }) {
      const parts = rows.parse(await session.ask('select name, armed, detail from "ProtectionStatus"'));
      const off = parts.filter(({ name, armed }) => !armed && !elsewhere.has(name));
      gauge("guardian_protection_parts", parts.length - off.length, { armed: "true" });
      gauge("guardian_protection_parts", off.length, { armed: "false" });
      return paused() ? [] : protectionAlerts(off, parts.length);
    },
  };
}

/** Alerts for parts that are not armed; without any part there is no protection. */
export function protectionAlerts(off: { name: string; detail: string | null }[], parts: number): Alert[] {
  const fix = "find out who did it, then deploy the database, which restores the protection";
  if (parts === 0) {
    return [finding("critical", "ProtectionOff", {}, { summary: "the database has no protection", fix })];
  }
  return off.slice(0, 20).map(({ name, detail }) => {
    const part = shownText(name, 100);
    const summary = `a part of the protection is off: ${part}`;
    const annotations = { summary, fix, ...(detail ? { detail: shownText(detail) } : {}) };
    return finding("critical", "ProtectionOff", { part }, annotations);
  });
}
