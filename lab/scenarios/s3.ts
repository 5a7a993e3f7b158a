import { s3Container } from "../hosts.ts";
import type { Scenario, Step } from "./scenario.ts";

/** Undoes nothing if the lab has no stand-in for S3. */
const undoing = (...args: string[]): Step => ({ on: "engine", args, ifThere: s3Container });

/** The stand-in reads the file at each request; see `lab/s3/faulty.go`. */
const fault = (name: string): Pick<Scenario, "apply" | "undo"> => ({
  apply: () => [{ on: "engine", args: ["exec", s3Container, "sh", "-c", `echo ${name} >/srv/fault`] }],
  undo: () => [undoing("exec", s3Container, "rm", "-f", "/srv/fault")],
});

export const s3Down: Scenario = {
  name: "s3-down",
  summary: "stop S3, for all hosts",
  apply: () => [{ on: "engine", args: ["stop", "--time", "0", s3Container] }],
  undo: () => [undoing("start", s3Container)],
};

export const s3Hangs: Scenario = {
  name: "s3-hangs",
  summary: "S3 accepts connections but does not answer, for all hosts",
  apply: () => [{ on: "engine", args: ["kill", "--signal", "STOP", s3Container] }],
  undo: () => [undoing("kill", "--signal", "CONT", s3Container)],
};

export const s3Errors: Scenario = {
  name: "s3-errors",
  summary: "S3 answers 503 to every request, for all hosts",
  ...fault("errors"),
};

export const s3Slow: Scenario = {
  name: "s3-slow",
  summary: "S3 answers after 2 s and accepts 256 KiB/s, for all hosts",
  ...fault("slow"),
};
