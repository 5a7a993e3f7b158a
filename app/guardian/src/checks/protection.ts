import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

const rows = z.array(z.object({ name: z.string(), armed: z.boolean(), detail: z.string().nullable() }));

/** Parts that have an alert of their own, or are open in every deployment. */
const elsewhere = new Set(["change window is closed", "database is a template", "provisioner is locked"]);

/** Whether everything that protects the database is armed, by its own account, which reads the catalogue. */
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

/** Alerts about parts that are not armed; protection without a part is none. */
export function protectionAlerts(off: { name: string; detail: string | null }[], parts: number): Alert[] {
  const mend = "find out who did it, then deploy the database, which puts it back";
  if (parts === 0) {
    return [finding("critical", "ProtectionOff", {}, { summary: "nothing protects the database", mend })];
  }
  return off.slice(0, 20).map(({ name, detail }) => {
    const part = shownText(name, 100);
    const summary = `not armed: ${part}`;
    const annotations = { summary, mend, ...(detail ? { detail: shownText(detail) } : {}) };
    return finding("critical", "ProtectionOff", { part }, annotations);
  });
}
