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

test("a secret is read from its file, without the line end", () => {
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
])("refuses %j as a port", (port, message) => {
  expect(() => readSettings(shape, { PORT: port, PASSWORD_FILE: file("good", "x") })).toThrow(message);
});

test.each([
  ["empty", "", /is empty/],
  ["long", "x".repeat(5000), /is longer than 4096/],
])("a secret file that is %s is refused by name and never quoted", (name, content, wording) => {
  const path = file(name, content);
  expect(() => readSettings(shape, { PASSWORD_FILE: path })).toThrow(wording);
});

test("certificates are read as they are, however many", () => {
  const chain = rootCertificates.slice(0, 5).join("\n");
  expect(readSettings({ CA_FILE: certificateFile() }, { CA_FILE: file("chain", chain) })).toEqual({
    CA_FILE: chain,
  });
});

test.each([
  [
    file("no-certificate", "-----BEGIN CERTIFICATE-----\nAAAA"),
    /holds no certificate in PEM form, write it there/,
  ],
  [join(folder, "nowhere"), /nowhere cannot be read, mount the certificate there/],
])("a file without a certificate is refused by name: %s", (path, wording) => {
  expect(() => readSettings({ CA_FILE: certificateFile() }, { CA_FILE: path })).toThrow(wording);
});

test("every wrong setting is told at once", () => {
  const wrong = () => readSettings(shape, { PORT: "x", PASSWORD_FILE: join(folder, "nowhere") });
  expect(wrong).toThrow(SettingsError);
  expect(wrong).toThrow(
    /PORT is wrong.*; PASSWORD_FILE is wrong: .*nowhere cannot be read, mount the secret there/,
  );
});
