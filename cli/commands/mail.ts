import type { Command } from "commander";
import { capture } from "../process/run.ts";
import { inspectContainers } from "../stack/containers.ts";
import { findByName } from "../stack/service-name.ts";
import { nameOf } from "../stack/services.ts";
import { Failure } from "../terminal/exit.ts";

interface MailOptions {
  newest: string;
  to?: string;
  json?: boolean;
}

/** A mail that the local backend would have sent. */
interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Prints every mail in the order of its time, each followed by a zero byte. The folder is the one that the local stack gives its backend. */
const printAll = `cd /tmp/mail 2>/dev/null || exit 0; for file in $(ls | sort -n); do cat "$file"; printf '\\0'; done`;

async function mail({ newest, to, json }: MailOptions): Promise<void> {
  if (!/^[1-9]\d?$/.test(newest))
    throw new Failure("usage", `--newest takes a number from 1 to 99, not '${newest}'`);
  const container = findByName("backend", (await inspectContainers()).map(nameOf));
  const { stdout, stderr, code } = await capture("docker", ["exec", container, "sh", "-c", printAll]);
  if (code !== 0) throw new Failure("failed", `cannot read the mails in ${container}: ${stderr.trim()}`);
  const mails = stdout
    .split("\0")
    .flatMap(mailOf)
    .filter((one) => to === undefined || one.to.toLowerCase() === to.toLowerCase())
    .slice(-Number(newest));
  if (json) process.stdout.write(`${JSON.stringify(mails, null, 2)}\n`);
  else process.stdout.write(mails.length === 0 ? "No mail.\n" : `${mails.map(shown).join("\n")}\n`);
}

function mailOf(text: string): Mail[] {
  const [, to, subject, body] = /^To: (.*)\nSubject: (.*)\n\n([\s\S]*)$/.exec(text) ?? [];
  return to !== undefined && subject !== undefined && body !== undefined
    ? [{ to, subject, text: body.trimEnd() }]
    : [];
}

function shown({ to, subject, text }: Mail): string {
  return `To: ${to}\nSubject: ${subject}\n\n${text}\n`;
}

export function configure(command: Command): void {
  command
    .description(
      "Prints the mails that the local stack has written: it sends none, so this is where the links for signing up and for new passwords are. A new release of the backend begins with no mail.",
    )
    .option("--newest <count>", "how many, the newest last", "3")
    .option("--to <address>", "only those to this address")
    .option("--json", "as a list of {to, subject, text}")
    .action(mail);
}
