import type { ColumnType } from "kysely";

/** Set by the database, and never changed. */
export type CreatedAt = ColumnType<Date, never, never>;
/** Set by the database unless given; the reference data gives it. */
export type MomentByDefault = ColumnType<Date, Date | undefined, Date>;
