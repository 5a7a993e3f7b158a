import { containerFixtures } from "../../testing/fixtures.ts";

const declared = (value: string) => [{ label: "org.tovplay.public-ports", value }];

export const fixtures = containerFixtures({
  good: {
    "no port": { ports: undefined },
    loopback: { ports: [{ internal: 5432, external: 5432, ip: "127.0.0.1" }] },
    "loopback of IPv6": { ports: [{ internal: 5432, external: 5432, ip: "::1" }] },
    "declared ports": {
      ports: [
        { internal: 80, external: 80, ip: "0.0.0.0" },
        { internal: 443, external: 443 },
      ],
      labels: declared("80, 443"),
    },
  },
  bad: {
    "every address": { ports: [{ internal: 5432, external: 5432, ip: "0.0.0.0" }], says: "5432 on 0.0.0.0" },
    "every address of IPv6": { ports: [{ internal: 5432, external: 5432, ip: "::" }], says: "5432 on ::" },
    "no address": { ports: [{ internal: 5432, external: 5432 }], says: "every address" },
    "a random port": { ports: [{ internal: 5432 }], says: "random port" },
    "an address of the host": { ports: [{ internal: 22, external: 22, ip: "192.0.2.7" }], says: "192.0.2.7" },
    "another port declared": {
      ports: [{ internal: 5432, external: 5432, ip: "0.0.0.0" }],
      labels: declared("543,15432"),
      says: "5432",
    },
    "all ports of the image": { publishAllPorts: true, says: "all ports" },
  },
});
