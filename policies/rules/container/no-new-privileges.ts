import { containerPolicy } from "../../container-policy.ts";

const wanted = /^no-new-privileges([:=]true)?$/;
const unconfined = /^(seccomp|apparmor|label)[:=](unconfined|disable)$/;

export const policy = containerPolicy({
  name: "no-new-privileges",
  why: "A program with the set-user-ID bit, as images of distributions carry them, makes any user root.",
  mend: 'Set securityOpts to ["no-new-privileges:true"] and nothing that switches a protection off.',
  decide: ({ securityOpts }) => {
    const off = securityOpts?.find((option) => unconfined.test(option));
    if (off !== undefined) return `switches a protection off (${off})`;
    return securityOpts?.some((option) => wanted.test(option))
      ? undefined
      : "may gain privileges that it did not start with";
  },
});
