import { containerFixtures } from "../../fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "the usual form": { securityOpts: ["no-new-privileges:true"] },
    "the short form": { securityOpts: ["no-new-privileges"] },
    "an equals sign": { securityOpts: ["no-new-privileges=true"] },
  },
  bad: {
    "nothing said": { securityOpts: undefined, says: "may gain privileges" },
    "switched off": { securityOpts: ["no-new-privileges:false"], says: "may gain privileges" },
    "no filter of system calls": {
      securityOpts: ["no-new-privileges:true", "seccomp=unconfined"],
      says: "seccomp=unconfined",
    },
    "no AppArmor": {
      securityOpts: ["apparmor:unconfined", "no-new-privileges"],
      says: "apparmor:unconfined",
    },
  },
});
