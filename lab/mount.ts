/** The value of `docker run --mount` for a folder or file of this machine: fields of CSV, quoted where they must be. */
export function bindMount(source: string, target: string, readOnly = false): string {
  const field = `source=${source}`;
  const quoted = /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  return ["type=bind", quoted, `target=${target}`, ...(readOnly ? ["readonly"] : [])].join(",");
}
