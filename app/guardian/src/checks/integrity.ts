import { z } from "zod";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

const rows = z.array(
  z.object({ check_name: z.string(), found: z.coerce.number(), sample: z.array(z.string()).nullable() }),
);

/** Finds contradictory rows: orphans and duplicates. */
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
        const summary = `${check}: ${row.found} contradictory rows`;
        const fix = "find out which program wrote them, then fix them in a migration";
        const detail = shownText(`for example ${(row.sample ?? []).join(", ")}`);
        return finding("warning", "IntegrityBroken", { check }, { summary, fix, detail });
      });
  },
};
