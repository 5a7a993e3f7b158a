import { expect, test } from "vitest";
import { lookupOf, parseTarget } from "./target.ts";

test.each(["127.0.0.1", "127.9.9.9", "::1", "198.18.0.12", "198.19.255.254"])(
  "a load test accepts %s, which is this machine or a test host",
  (address) => {
    expect(parseTarget("https://staging.example.org", address).address).toBe(address);
  },
);

test.each(["203.0.113.7", "198.20.0.1", "10.0.0.1", "2001:db8::1", "staging.example.org", ""])(
  "a load test refuses %j, which is neither this machine nor a test host",
  (address) => {
    expect(() => parseTarget("https://staging.example.org", address)).toThrow(
      /neither this machine nor a test host/,
    );
  },
);

test("a load test connects to the target's address, wherever the site's name resolves to", () => {
  const lookup = lookupOf(parseTarget("https://staging.example.org", "198.18.0.12"));
  lookup("staging.example.org", { all: true }, (error, found) => {
    expect(error).toBeNull();
    expect(found).toEqual([{ address: "198.18.0.12", family: 4 }]);
  });
  expect.assertions(2);
});
