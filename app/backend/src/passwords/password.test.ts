import { expect, test } from "vitest";
import { readHash } from "./formats.ts";
import { hashPassword, verifyPassword } from "./password.ts";

const right = { right: true, outdated: false };
const wrong = { right: false, outdated: false };

test("a password matches its own hash only, and each hash has its own salt", async () => {
  const [one, other] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword("correct horse", one)).toEqual(right);
  expect(await verifyPassword("correct horse ", one)).toEqual(wrong);
});

test("the two encodings of a letter are one password", async () => {
  const hash = await hashPassword("caf\u00e9 au lait");
  expect(await verifyPassword("cafe\u0301 au lait", hash)).toEqual(right);
});

// Made by Python's hashlib in Werkzeug's format, and by the release before.
const old = {
  "werkzeug pbkdf2":
    "pbkdf2:sha256:260000$Zt3kQw8VbN1xYp5L$d53af3f36f43fab71922bf94e6258b3fc9378bf643a6ea0e4f8bbb2f74cabffb",
  "werkzeug scrypt":
    "scrypt:32768:8:1$aB3dE6gH9jK2mN5p$9cec9999add78165d9a5dba24cadb1d61ed37a4594aa0659bca49800e26b1c3119252fd81e60c768f833af531cc25f1233a0c66971cd8b3b7ede667ccdaf9887",
};

test.each(Object.entries(old))("%s is verified, and is to be replaced", async (format, hash) => {
  expect(readHash(hash)?.format).toBe(format);
  expect(await verifyPassword("correct horse battery", hash)).toEqual({ right: true, outdated: true });
  expect(await verifyPassword("correct horse batterY", hash)).toEqual(wrong);
});

test.each([
  "pbkdf2:sha1:150000$xY12abcd$b49f55ad53e29f1ed6971c1ab4710488e617ac1f",
  "pbkdf2:sha512:1000$xY12abcd$c958304a6b80891f33c788d962c29e98047f89b3b36489606dfc5581d7045e9a056ac529131e1110f229d5c6d45322ec8274a7c1662ce5ee46827f048bd12a65",
])("other digests of the predecessor are verified", async (hash) => {
  expect(await verifyPassword("old one", hash)).toEqual({ right: true, outdated: true });
});

test("letters beyond ASCII in the predecessor's hashes are verified", async () => {
  const hash =
    "scrypt:32768:8:1$qR8tU1wX4zA7cD0f$d2057b1777a0e9966666a30bb00fe172e2fe5ea89bdb440ba599bdc808bb56674e55bca22771fdcf5a9ab09d851db3bf07e0a699cac8f12eb9f965c0a27884de";
  expect(await verifyPassword("Ünïcödé pass שלום", hash)).toEqual({ right: true, outdated: true });
});

test("the hash of the release before is verified, and is to be replaced", async () => {
  const hash = "$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAAAAAAAA$jL7ovRkVXHiUyRV7nchedPiTNgzS2fVYnY5_eMklEf0";
  expect(await verifyPassword("correct horse battery", hash)).toEqual({ right: true, outdated: true });
});

test("a cheaper hash of the same kind is to be replaced", async () => {
  const hash =
    "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$zXWWUNxFCSQ7dVrBawnnax5e3t0/8LduYi2KAH2VCy8";
  expect(await verifyPassword("correct horse battery", hash)).toEqual({ right: true, outdated: true });
});

test.each([null, undefined, "", "!", "$2b$12$abcdefghijklmnopqrstuv"])(
  "%j is nobody's password",
  async (hash) => {
    expect(await verifyPassword("", hash)).toEqual(wrong);
  },
);

test.each([
  "$argon2id$v=19$m=999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=19456,t=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=19456,t=2,p=9$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=1,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$scrypt$ln=25,r=8,p=5$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$scrypt$ln=14,r=99,p=5$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  `scrypt:999999:8:1$salt$${"0".repeat(128)}`,
  `scrypt:30000:8:1$salt$${"0".repeat(128)}`,
  `pbkdf2:sha256:9999999$salt$${"0".repeat(64)}`,
])("the unreasonable cost of %s is refused", (hash) => {
  expect(readHash(hash)).toBeUndefined();
});
