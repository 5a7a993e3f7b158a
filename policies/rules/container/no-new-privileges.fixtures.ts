import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "the usual form": { securityOpts: ["no-new-privileges:true"] },
    "the short form": { securityOpts: ["no-new-privileges"] },
    "an equals sign": { securityOpts: ["no-new-privileges=true"] },
  },
  bad: {
    "no option": { securityOpts: undefined, says: "may gain privileges" },
    "the option set to false": { securityOpts: ["no-new-privileges:false"], says: "may gain privileges" },
    "no system call filter": {
      securityOpts: ["no-new-privileges:true", "seccomp=unconfined"],
      says: "seccomp=unconfined",
    },
    "no AppArmor": {
      securityOpts: ["apparmor:unconfined", "no-new-privileges"],
      says: "apparmor:unconfined",
    },
  },
});
