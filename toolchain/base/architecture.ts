import { ToolchainFailure } from "../driver/failure.ts";

const names: Record<string, { debian: "amd64" | "arm64"; npm: "x64" | "arm64" }> = {
  x86_64: { debian: "amd64", npm: "x64" },
  amd64: { debian: "amd64", npm: "x64" },
  x64: { debian: "amd64", npm: "x64" },
  aarch64: { debian: "arm64", npm: "arm64" },
  arm64: { debian: "arm64", npm: "arm64" },
};

/** A processor architecture, as named by Debian and Go (`debian`) and by Node (`npm`). */
export type Architecture = (typeof names)[string];

/** Parses an architecture name from Docker, uname or Node. */
export function architectureOf(name: string): Architecture {
  const known = names[name];
  if (known) return known;
  throw new ToolchainFailure(`The architecture ${name} is not supported; use an amd64 or arm64 machine.`);
}
