import { expect, test } from "vitest";
import { engineAddress } from "./remote-host.ts";

test.each([
  ["198.51.100.7", 22, "ssh://deploy@198.51.100.7:22"],
  ["2001:db8::7", 2222, "ssh://deploy@[2001:db8::7]:2222"],
])("the engine of %s is reached at port %d", (host, port, address) => {
  expect(engineAddress("deploy", { host, port })).toBe(address);
});
