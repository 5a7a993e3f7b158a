import { z } from "zod";
import { runRecord } from "../runs/run-record.ts";

/** Socket for commands to the service, which only programs in its container can reach. */
export const controlSocket = "/tmp/tovplay-backup.sock";

/** A command to the service. */
export const controlRequest = z.discriminatedUnion("command", [
  z.object({ command: z.literal("backup"), kind: z.enum(["full", "incr"]) }),
  z.object({ command: z.literal("list") }),
  z.object({ command: z.literal("verify"), repository: z.number().int().min(1).max(4).optional() }),
]);

/** A command to the service. */
export type ControlRequest = z.output<typeof controlRequest>;

/** Result of a command. */
const controlResult = z.union([
  z.object({ success: z.boolean(), runs: z.array(runRecord) }),
  z.object({ success: z.boolean(), backups: z.array(z.record(z.string(), z.unknown())) }),
]);

/** Result of a command. */
export type ControlResult = z.output<typeof controlResult>;

/** One line of the answer: progress, then the result or an error. */
export const controlLine = z.union([
  z.object({ progress: z.string() }),
  z.object({ result: controlResult }),
  z.object({ error: z.string() }),
]);

/** One line of the answer. */
export type ControlLine = z.output<typeof controlLine>;
