import { containerPolicy } from "../../container-policy.ts";

const size = /^[1-9]\d*[kmg]$/;
const count = /^[1-9]\d*$/;

export const policy = containerPolicy({
  name: "logs-rotated",
  why: "Logs without an end fill the disk, and a full disk stops the database.",
  mend: 'Set logDriver to "json-file" and logOpts to { "max-size": "10m", "max-file": "3" } or less.',
  decide: ({ logDriver, logOpts }) => {
    if (logDriver !== "json-file")
      return `logs by ${logDriver ?? "whatever the host's default is"} instead of json-file`;
    const { "max-size": maxSize, "max-file": maxFile } = logOpts ?? {};
    if (!size.test(maxSize ?? ""))
      return `has no limit to the size of a log file (max-size is ${maxSize ?? "unset"})`;
    if (!count.test(maxFile ?? ""))
      return `has no limit to the number of log files (max-file is ${maxFile ?? "unset"})`;
    return undefined;
  },
});
