import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "a user and a group": { user: "10001:10001" },
    "a user alone": { user: "101" },
  },
  bad: {
    "no user": { user: undefined, says: "the user that its image names" },
    root: { user: "root", says: "a name" },
    "root by number": { user: "0", says: "as root" },
    "root with another group": { user: "0:10001", says: "as root" },
    "root's group": { user: "10001:0", says: "group 0" },
    "a name": { user: "nginx", says: "nginx, a name" },
  },
});
