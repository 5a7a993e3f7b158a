import { secretFile } from "@tovplay/runtime/settings";
import { z } from "zod";

const keyBytes = 32;

/** The master keys in a file: 32 bytes in base64 a line, the current one first. */
export function masterKeysFile() {
  return secretFile().transform((text, context) => {
    const [first, ...others] = text.split("\n").map((line) => Buffer.from(line, "base64"));
    if (first && [first, ...others].every(({ length }) => length === keyBytes))
      return [first, ...others] as const;
    context.addIssue({ code: "custom", message: "write 32 bytes in base64 on each line of the file" });
    return z.NEVER;
  });
}
