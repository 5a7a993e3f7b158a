import { containerPolicy } from "../../container-policy.ts";

export const policy = containerPolicy({
  name: "root-user",
  why: "Anyone who breaks out of a container is on the host as the container's user.",
  fix: "Set user to numbers other than 0, for example 10001:10001, and make that user the owner of the files it needs.",
  severity: "high",
  decide: ({ user }) => {
    if (!user) return "runs as the user that its image names, which is root by default";
    const [id = "", group] = user.split(":");
    if (!/^\d+$/.test(id)) return `runs as ${user}, a name that its image can map to root`;
    if (Number(id) === 0) return "runs as root";
    return group !== undefined && (!/^\d+$/.test(group) || Number(group) === 0)
      ? `runs in group ${group}, which is root's or is chosen by its image`
      : undefined;
  },
});
