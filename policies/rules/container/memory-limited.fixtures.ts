import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "no swap": { memory: 64, memorySwap: 64 },
    "some swap": { memory: 64, memorySwap: 128 },
  },
  bad: {
    "no limit": { memory: undefined, memorySwap: undefined, says: "no memory limit" },
    "a limit of 0": { memory: 0, says: "no memory limit" },
    "no swap limit": { memory: 64, memorySwap: undefined, says: "memorySwap unset" },
    "unlimited swap": { memory: 64, memorySwap: -1, says: "memorySwap -1" },
  },
});
