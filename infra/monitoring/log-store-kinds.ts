/** The programs that may keep a stack's log lines, by the short name of their image, with the name for people. */
export const logStoreNames = { loki: "Loki", victorialogs: "VictoriaLogs" } as const;

/** One of the programs that may keep log lines. */
export type LogStoreKind = keyof typeof logStoreNames;

export const logStoreKinds = Object.keys(logStoreNames) as LogStoreKind[];

/** Label of the container that keeps log lines: its value is a {@link LogStoreKind}. */
export const logStoreLabel = "org.tovplay.log-store";
