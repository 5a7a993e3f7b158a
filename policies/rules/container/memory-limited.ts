import { containerPolicy } from "../../container-policy.ts";

export const policy = containerPolicy({
  name: "memory-limited",
  why: "One container without a limit can take the memory of all the others; the predecessor's host had 5.3 GiB for twelve.",
  mend: "Set memory to a number of MiB and memorySwap to the same number, which means no swap.",
  decide: ({ memory, memorySwap }) => {
    if (!memory || memory < 0) return "has no memory limit";
    if (!memorySwap)
      return "leaves memorySwap unset, so that it may swap as much again, and every later preview shows a change";
    if (memorySwap < memory)
      return `has memorySwap ${memorySwap}, which does not limit its memory and swap together`;
    return undefined;
  },
});
