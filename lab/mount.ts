/** The value of `docker run --mount` for a local folder or file: CSV fields, quoted if needed. */
export function bindMount(source: string, target: string, readOnly = false): string {
  const field = `source=${source}`;
  const quoted = /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  return ["type=bind", quoted, `target=${target}`, ...(readOnly ? ["readonly"] : [])].join(",");
}
