import { scriptText } from "./script.ts";

/** Text of scripts in `infra/host/scripts`, one after the other: what defines functions stands before what calls them. */
export function hostScript(...names: string[]): string {
  return ["failure", ...names].map((name) => scriptText(`host/${name}.sh`)).join("\n");
}
