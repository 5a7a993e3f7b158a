import { containerPolicy } from "../../container-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Capabilities whose effect ends at the container's own files, processes and ports. */
const harmless = new Set(["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"]);

export const policy = containerPolicy({
  name: "capabilities-dropped",
  why: "Docker's default capabilities let a process forge network packets and change files that are not its own.",
  mend: `Set capabilities to { drops: ["ALL"] }, and add no others than ${[...harmless].join(", ")}.`,
  decide: ({ capabilities }) => {
    const drops = capabilities?.drops ?? [];
    if (!drops.some((name) => plain(name) === "ALL")) return "keeps Docker's default capabilities";
    return firstFinding(capabilities?.adds, (name) =>
      // ALL is what the rule not-privileged is about.
      harmless.has(plain(name)) || plain(name) === "ALL"
        ? undefined
        : `adds the capability ${name}, which reaches beyond the container`,
    );
  },
});

const plain = (name: string) => name.toUpperCase().replace(/^CAP_/, "");
