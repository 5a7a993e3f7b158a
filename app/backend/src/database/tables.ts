import type { AccountsTables } from "./tables/accounts.ts";
import type { NoticeTables } from "./tables/notices.ts";
import type { PlayingTables } from "./tables/playing.ts";
import type { RecordTables } from "./tables/records.ts";
import type { SafetyTables } from "./tables/safety.ts";

/** Tables by their exact names; `migrations/` defines them. */
export interface Tables extends AccountsTables, SafetyTables, PlayingTables, NoticeTables, RecordTables {}
