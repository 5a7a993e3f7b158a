import { z } from "zod";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

const rows = z.array(
  z.object({ check_name: z.string(), found: z.coerce.number(), sample: z.array(z.string()).nullable() }),
);

/** Rows that contradict one another: orphans, and what there may be once only. */
export const integrityCheck: Check = {
  name: "integrity",
  everySeconds: 300,
  async run(session, { gauge }) {
    const found = rows.parse(
      await session.ask("select check_name, found, sample from protection.integrity_findings()"),
    );
    for (const row of found)
      gauge("guardian_integrity_findings", row.found, { check: shownText(row.check_name) });
    return found
      .filter((row) => row.found > 0)
      .map((row) => {
        const check = shownText(row.check_name);
        const summary = `${check}: ${row.found} rows`;
        const mend = "find out which program wrote them; mend them in a migration";
        const detail = shownText(`for example ${(row.sample ?? []).join(", ")}`);
        return finding("warning", "IntegrityBroken", { check }, { summary, mend, detail });
      });
  },
};
