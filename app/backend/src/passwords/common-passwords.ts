import { readFile } from "node:fs/promises";
import { hashList } from "./hash-list.ts";

/** The list as the build of the image wrote it, next to the bundle. */
const built = new URL("common-passwords.bin", import.meta.url);

/** The passwords that are used and tried most, as a {@link hashList}; from their package where nothing was built. */
export async function commonPasswords(): Promise<Buffer> {
  try {
    return await readFile(built);
  } catch {
    return packagedPasswords();
  }
}

/** The list of the package, for the build. */
export async function packagedPasswords(): Promise<Buffer> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return hashList(dictionary["passwords-common"]);
}
