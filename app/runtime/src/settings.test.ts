import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { certificateFile, readSettings, SettingsError, secretFile, wholeNumber } from "./settings.ts";

const shape = { PORT: wholeNumber(1, 65_535).default(5001), PASSWORD_FILE: secretFile() };
const folder = mkdtempSync(join(tmpdir(), "settings-"));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("a secret is read from its file without the trailing newline", () => {
  const settings = readSettings(shape, { PORT: "80", PASSWORD_FILE: file("good", "a b \n") });
  expect(settings).toEqual({ PORT: 80, PASSWORD_FILE: "a b " });
});

test("an empty variable counts as missing", () => {
  expect(readSettings(shape, { PORT: "", PASSWORD_FILE: file("good", "x") }).PORT).toBe(5001);
  expect(() => readSettings(shape, { PASSWORD_FILE: "" })).toThrow("PASSWORD_FILE is missing: set it");
});

test.each([
  ["0", "PORT is wrong: set a whole number from 1 to 65535"],
  ["65536", "PORT is wrong: set a whole number from 1 to 65535"],
  ["1e3", "PORT is wrong: set a whole number from 1 to 65535"],
  ["80; rm", "PORT is wrong: set a whole number from 1 to 65535"],
])("the port %j is refused with: %s", (port, message) => {
  expect(() => readSettings(shape, { PORT: port, PASSWORD_FILE: file("good", "x") })).toThrow(message);
});

test.each([
  ["empty", "", /is empty/],
  ["long", "x".repeat(5000), /is longer than 4096/],
])("a secret file that is %s is refused without quoting its content", (name, content, wording) => {
  const path = file(name, content);
  expect(() => readSettings(shape, { PASSWORD_FILE: path })).toThrow(wording);
});

test("a chain of certificates is read unchanged", () => {
  const chain = rootCertificates.slice(0, 5).join("\n");
  expect(readSettings({ CA_FILE: certificateFile() }, { CA_FILE: file("chain", chain) })).toEqual({
    CA_FILE: chain,
  });
});

test.each([
  [
    file("no-certificate", "-----BEGIN CERTIFICATE-----\nAAAA"),
    /there is no PEM certificate in .*, write it there/,
  ],
  [join(folder, "nowhere"), /cannot read .*nowhere, mount the certificate there/],
])("a file without a certificate is refused: %s", (path, wording) => {
  expect(() => readSettings({ CA_FILE: certificateFile() }, { CA_FILE: path })).toThrow(wording);
});

test("all wrong settings are reported at once", () => {
  const wrong = () => readSettings(shape, { PORT: "x", PASSWORD_FILE: join(folder, "nowhere") });
  expect(wrong).toThrow(SettingsError);
  expect(wrong).toThrow(
    /PORT is wrong.*; PASSWORD_FILE is wrong: cannot read .*nowhere, mount the secret there/,
  );
});
