import { containerPolicy } from "../../container-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Capabilities that affect only the container's own files, processes and ports. */
const harmless = new Set(["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"]);

export const policy = containerPolicy({
  name: "capabilities-dropped",
  why: "Docker's default capabilities let a process forge network packets and change other users' files.",
  fix: `Set capabilities to { drops: ["ALL"] }, and add only capabilities from ${[...harmless].join(", ")}.`,
  decide: ({ capabilities }) => {
    const drops = capabilities?.drops ?? [];
    if (!drops.some((name) => plain(name) === "ALL")) return "keeps Docker's default capabilities";
    return firstFinding(capabilities?.adds, (name) =>
      // The rule not-privileged covers ALL.
      harmless.has(plain(name)) || plain(name) === "ALL"
        ? undefined
        : `adds the capability ${name}, which affects more than the container`,
    );
  },
});

const plain = (name: string) => name.toUpperCase().replace(/^CAP_/, "");
