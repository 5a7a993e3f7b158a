import { expect, test } from "vitest";
import { scramVerifier } from "./scram.ts";

test("gives the verifier of RFC 7677's example", () => {
  expect(scramVerifier("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==")).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test.each(["", "two words", "pässword", "line\nbreak"])("refuses the password %j", (password) => {
  expect(() => scramVerifier(password, "W22ZaJ0SNY7soEsUEjb6gQ==")).toThrow(/printable ASCII/);
});
