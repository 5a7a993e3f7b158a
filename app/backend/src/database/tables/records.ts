import type { ColumnType, GeneratedAlways } from "kysely";
import type { CreatedAt } from "./columns.ts";

/** What is written down and never changed. */
export interface RecordTables {
  audit_log: AuditLogTable;
  schema_version: SchemaVersionTable;
}

/** Importance of an action, lowest first. */
export type Severity = "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";

interface AuditLogTable {
  id: GeneratedAlways<string>;
  timestamp: Date;
  correlation_id: string;
  action: string;
  resource_type: string;
  resource_id: string | null;
  severity: Severity;
  user_id: string | null;
  username: string | null;
  user_email: string | null;
  ip_address: string | null;
  user_agent: string | null;
  /** Name, address and browser of who acts, sealed under the key of their account. */
  personal: Buffer | null;
  function: string;
  request_path: string | null;
  request_method: string | null;
  /** JSON text. */
  arguments: string;
  /** JSON text. */
  result: string | null;
  success: boolean;
  error: string | null;
  duration_ms: number;
  created_at: CreatedAt;
}

interface SchemaVersionTable {
  version: number;
  name: string;
  checksum: string;
  applied_at: CreatedAt;
  applied_by: ColumnType<string, never, never>;
}
