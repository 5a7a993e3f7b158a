import { Missing, writeCredentials } from "./credentials.ts";

try {
  await writeCredentials(process.env);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  process.stdout.write(`::error::${error.message}\n`);
  process.exitCode = 1;
}
