import { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { type Check, finding } from "./check.ts";

const rows = z.array(z.object({ role: z.string(), used: z.number(), most: z.number() }));

/** Number of all sessions, as role `(all)`, and of each role with a connection limit, including the pooler's. */
const sql = `select '(all)' as role, count(*)::int as used,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most
  from pg_stat_activity where backend_type = 'client backend'
union all
select r.rolname::text, count(a.pid)::int, r.rolconnlimit from pg_roles r
  left join pg_stat_activity a on a.usesysid = r.oid and a.backend_type = 'client backend'
  where r.rolconnlimit > 0 group by 1, 3`;

/** Checks that connections do not run out. */
export const connectionCheck: Check = {
  name: "connections",
  everySeconds: 10,
  async run(session, { gauge }) {
    const used = rows.parse(await session.ask(sql));
    for (const { role, used: count } of used) gauge("guardian_connections", count, { role });
    return connectionAlerts(used);
  },
};

export function connectionAlerts(used: z.output<typeof rows>): Alert[] {
  return used
    .filter((row) => row.used >= row.most * 0.9 && row.used > 1)
    .map(({ role, most }) => {
      const summary = `${role} uses nearly all of its ${most} connections`;
      return finding(
        "warning",
        "ConnectionsNearLimit",
        { role },
        { summary, fix: "run ./tovrun zombies to see who holds them" },
      );
    });
}
