import type { ServerSetting } from "./setting.ts";

/** Where pgBackRest puts the write-ahead log. */
export interface ArchiveTarget {
  /** Name under which pgBackRest knows the cluster. */
  stanza: string;
}

/** Archiving, streaming and synchronous commit. @throws when a name could not stand in a command or a list */
export function walSettings(archive?: ArchiveTarget, synchronousStandby?: string): ServerSetting[] {
  for (const [what, name] of [
    ["stanza", archive?.stanza],
    ["standby", synchronousStandby],
  ]) {
    if (name !== undefined && !/^[a-z][a-z0-9_-]*$/.test(name))
      throw new Error(
        `${name} is not a valid name for a ${what}: use lowercase letters, digits, hyphens and underscores`,
      );
  }
  return [
    ...always,
    ...(archive ? archiving(archive.stanza) : []),
    {
      name: "synchronous_standby_names",
      value: synchronousStandby ? `"${synchronousStandby}"` : "",
      why: synchronousStandby
        ? "A commit is on a second disk before the client is told: none is lost with this host, all wait while that one is away."
        : "A commit waits for this disk only: the last second may be lost with the host.",
    },
  ];
}

const always: ServerSetting[] = [
  { name: "wal_level", value: "replica", why: "What archiving and streaming need." },
  { name: "wal_compression", value: "lz4", why: "Full pages are most of what is sent to other hosts." },
  { name: "max_wal_size", value: "512MB", why: "A checkpoint, so a short recovery, at the latest after it." },
  {
    name: "max_wal_senders",
    value: 6,
    why: "The receiver, a base backup with its stream, and their successors.",
  },
  { name: "max_replication_slots", value: 4, why: "The receiver's, one to move it, and two for drills." },
  {
    name: "max_slot_wal_keep_size",
    value: "2GB",
    why: "A receiver that stays away loses its place before this disk is full; the archive has what it misses.",
  },
  { name: "wal_keep_size", value: "128MB", why: "A receiver that lost its slot goes on where it was." },
  {
    name: "synchronous_commit",
    value: true,
    why: "Done means on the disk, and on that of a standby that is waited for.",
  },
];

function archiving(stanza: string): ServerSetting[] {
  return [
    { name: "archive_mode", value: true, why: "Any moment of the last days can be restored." },
    {
      name: "archive_command",
      value: `pgbackrest --stanza=${stanza} archive-push %p`,
      why: "Says done only when the segment is in the repository.",
    },
    {
      name: "archive_timeout",
      value: "60s",
      why: "A quiet hour is archived too: at most a minute is missing there.",
    },
  ];
}
