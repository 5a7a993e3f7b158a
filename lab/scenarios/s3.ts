import { s3Container } from "../hosts.ts";
import type { Scenario, Step } from "./scenario.ts";

/** The lab may have no stand-in for S3: then nothing has to be undone. */
const undoing = (...args: string[]): Step => ({ on: "engine", args, ifThere: s3Container });

/** The stand-in reads the file at each request; see `lab/s3/troubled.go`. */
const trouble = (name: string): Pick<Scenario, "apply" | "undo"> => ({
  apply: () => [{ on: "engine", args: ["exec", s3Container, "sh", "-c", `echo ${name} >/srv/trouble`] }],
  undo: () => [undoing("exec", s3Container, "rm", "-f", "/srv/trouble")],
});

export const s3Down: Scenario = {
  name: "s3-down",
  summary: "take S3 away, whatever the host",
  apply: () => [{ on: "engine", args: ["stop", "--time", "0", s3Container] }],
  undo: () => [undoing("start", s3Container)],
};

export const s3Hangs: Scenario = {
  name: "s3-hangs",
  summary: "S3 takes connections and says nothing, whatever the host",
  apply: () => [{ on: "engine", args: ["kill", "--signal", "STOP", s3Container] }],
  undo: () => [undoing("kill", "--signal", "CONT", s3Container)],
};

export const s3Errors: Scenario = {
  name: "s3-errors",
  summary: "S3 answers 503 to everything, whatever the host",
  ...trouble("errors"),
};

export const s3Slow: Scenario = {
  name: "s3-slow",
  summary: "S3 begins each answer after 2 s and takes in 256 KiB/s, whatever the host",
  ...trouble("slow"),
};
