import { z } from "zod";
import { runRecord } from "../runs/run-record.ts";

/** What the service can be asked for. */
export const controlRequest = z.discriminatedUnion("command", [
  z.object({ command: z.literal("backup"), kind: z.enum(["full", "incr"]) }),
  z.object({ command: z.literal("list") }),
  z.object({ command: z.literal("verify"), repository: z.number().int().min(1).max(4).optional() }),
]);

/** What the service can be asked for. */
export type ControlRequest = z.output<typeof controlRequest>;

/** What came of a command. */
const controlResult = z.union([
  z.object({ success: z.boolean(), runs: z.array(runRecord) }),
  z.object({ success: z.boolean(), backups: z.array(z.record(z.string(), z.unknown())) }),
]);

/** What came of a command. */
export type ControlResult = z.output<typeof controlResult>;

/** One line of its answer: what happens, and at last what came of it. */
export const controlLine = z.union([
  z.object({ progress: z.string() }),
  z.object({ result: controlResult }),
  z.object({ error: z.string() }),
]);

/** One line of its answer. */
export type ControlLine = z.output<typeof controlLine>;
