import type { Target } from "./target.ts";
import { formatLsn } from "./wal.ts";

/** Settings for where a recovery ends. */
export function recoverySettings(target: Target): Record<string, string> {
  const timeline = String(target.timeline ?? "latest");
  const settings = { recovery_target_timeline: timeline, recovery_target_action: "promote" };
  if (target.kind === "latest") return settings;
  if (target.kind === "time")
    return { ...settings, recovery_target_time: target.time.toISOString().replace("T", " ") };
  return { ...settings, recovery_target_lsn: formatLsn(target.lsn), recovery_target_inclusive: "off" };
}

/** Settings that isolate a server: no network, no archiving, no files outside its folder. */
export function privateSettings(folder: string): Record<string, string> {
  return {
    data_directory: folder,
    listen_addresses: "",
    port: "5432",
    unix_socket_directories: "/tmp",
    ssl: "off",
    // Empty, not off: the new timeline's history has to be archived once the cluster is live.
    archive_command: "",
    archive_library: "",
    synchronous_standby_names: "",
    primary_conninfo: "",
    logging_collector: "off",
    log_destination: "stderr",
    log_min_messages: "warning",
    hot_standby: "on",
  };
}

/** Settings as server arguments, which override its files. */
export const asArguments = (settings: Record<string, string>) =>
  Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
