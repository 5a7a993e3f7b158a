/** The oldest Docker engine that is deployed to: Debian 12 has it, and older ones know neither `host-gateway` nor control groups v2. */
export const minimumEngine = "20.10";
