import { containerPolicy } from "../../container-policy.ts";

const wanted = /^no-new-privileges([:=]true)?$/;
const unconfined = /^(seccomp|apparmor|label)[:=](unconfined|disable)$/;

export const policy = containerPolicy({
  name: "no-new-privileges",
  why: "Programs with the set-user-ID bit, which distribution images contain, can make any user root.",
  fix: 'Set securityOpts to ["no-new-privileges:true"], without options that disable a protection.',
  decide: ({ securityOpts }) => {
    const off = securityOpts?.find((option) => unconfined.test(option));
    if (off !== undefined) return `disables a protection (${off})`;
    return securityOpts?.some((option) => wanted.test(option))
      ? undefined
      : "may gain privileges that it did not start with";
  },
});
