import type { ColumnType } from "kysely";

/** Set by the database, never by us. */
export type CreatedAt = ColumnType<Date, never, never>;

/** Set by the database unless given; the reference data gives it. */
export type MomentByDefault = ColumnType<Date, Date | undefined, Date>;

/** A `jsonb` column: read as a value, written as JSON text. */
export type Json<Value> = ColumnType<Value, string | undefined, string>;
