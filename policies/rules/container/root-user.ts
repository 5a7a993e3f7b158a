import { containerPolicy } from "../../container-policy.ts";

export const policy = containerPolicy({
  name: "root-user",
  why: "Whoever breaks out of a container arrives on its host as the user that the container ran as.",
  mend: "Set user to numbers that are not 0, for example 10001:10001, and give that user the files it needs.",
  severity: "high",
  decide: ({ user }) => {
    if (!user) return "runs as whatever user its image names, which is root unless the image says otherwise";
    const [id = "", group] = user.split(":");
    if (!/^\d+$/.test(id)) return `runs as ${user}, a name that its image can give to root`;
    if (Number(id) === 0) return "runs as root";
    return group !== undefined && (!/^\d+$/.test(group) || Number(group) === 0)
      ? `runs in group ${group} of root or of its image's choice`
      : undefined;
  },
});
