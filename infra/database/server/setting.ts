/** A setting of PostgreSQL, and why it has this value. */
export interface ServerSetting {
  name: string;
  /** Numbers in the setting's own unit; true and false become `on` and `off`. */
  value: string | number | boolean;
  /** One sentence or a few words; a comment beside the setting. */
  why: string;
}

/**
 * The setting as `postgresql.conf` has it.
 * @throws when value or reason could leave their line
 */
export function settingLines({ name, value, why }: ServerSetting): {
  name: string;
  value: string;
  why: string;
} {
  if (/[\r\n]/.test(`${value}${why}`)) throw new Error(`${name} contains a line break; write it on one line`);
  if (typeof value === "boolean") return { name, value: value ? "on" : "off", why };
  return { name, value: typeof value === "number" ? String(value) : quoted(value), why };
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
