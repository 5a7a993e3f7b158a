import type { ServerSetting } from "./setting.ts";

/** Every connection, every change of structure or rights and every slow statement leaves a structured record; no secret does. */
export const logSettings: ServerSetting[] = [
  {
    name: "logging_collector",
    value: true,
    why: "Structured records need it; start-up errors go to Docker's log too.",
  },
  {
    name: "log_destination",
    value: "jsonlog",
    why: "One record a line, that no text in a statement can forge.",
  },
  {
    name: "log_directory",
    value: "/var/log/postgresql",
    why: "A volume of its own, that the guardian reads.",
  },
  { name: "log_filename", value: "postgresql-%H.log", why: "A file an hour (.json), so a ring of a day." },
  { name: "log_truncate_on_rotation", value: true, why: "Yesterday's hour gives way to today's." },
  { name: "log_rotation_age", value: "1h", why: "One hour a file." },
  { name: "log_rotation_size", value: 0, why: "By time alone: only then is the old file truncated." },
  { name: "log_file_mode", value: "0640", why: "For the server's group, and nobody else." },
  {
    name: "log_line_prefix",
    value: "%m [%p] %e ",
    why: "For lines before the structured ones begin; by the SQLSTATE the collector knows which quote values.",
  },
  {
    name: "log_error_verbosity",
    value: "terse",
    why: "Those lines hold no DETAIL, which is a refused row; the structured ones have it at any verbosity.",
  },
  { name: "log_timezone", value: "UTC", why: "Records of all hosts can be laid side by side." },
  { name: "log_connections", value: true, why: "Who came, from where, as whom." },
  { name: "log_disconnections", value: true, why: "And for how long." },
  { name: "log_replication_commands", value: true, why: "Shows who copies the whole cluster." },
  {
    name: "log_statement",
    value: "ddl",
    why: "Changes of structure, before they run: the refused ones too.",
  },
  { name: "log_lock_waits", value: true, why: "Who waits for whom for more than a second." },
  {
    name: "log_min_duration_statement",
    value: "1s",
    why: "Slow statements are known before people complain.",
  },
  {
    name: "log_parameter_max_length",
    value: 0,
    why: "Their values are people's data, and have no place in a log.",
  },
  {
    name: "log_parameter_max_length_on_error",
    value: 0,
    why: "Nor when the statement fails.",
  },
  {
    name: "log_min_error_statement",
    value: "error",
    why: "What was refused is told by its statement; the application's have no values in them.",
  },
  {
    name: "pgaudit.log",
    value: "ddl, role, misc_set",
    why: "Structure, roles, rights and changed settings, also from inside blocks.",
  },
  { name: "pgaudit.log_catalog", value: false, why: "What only looks into the catalogue is noise." },
  { name: "pgaudit.log_parameter", value: false, why: "As above: values stay out." },
];
