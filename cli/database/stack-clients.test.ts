import { expect, test } from "vitest";
import { clientsIn } from "./stack-clients.ts";

const declared = [
  { container: "tovplay-pgbouncer", role: "tovplay_app" },
  { container: "tovplay-guardian-staging", role: "tovplay_guardian" },
];

test.each([
  ["/tovplay-pgbouncer 172.18.0.5  172.19.0.2 \n", ["tovplay_app@172.18.0.5", "tovplay_app@172.19.0.2"]],
  [
    "/tovplay-guardian-staging 172.20.0.3 fd00::3\n",
    ["tovplay_guardian@172.20.0.3", "tovplay_guardian@fd00::3"],
  ],
  ["/tovplay-guardian 172.18.0.9 \n/tovplay-pgbouncer 172.18.0.4 \n", ["tovplay_app@172.18.0.4"]],
  ["/tovplay-pgbouncer  \n", []],
  ["", []],
])("the declared containers in %j log in as %j", (text, clients) => {
  expect(clientsIn(text, declared).map(({ role, client }) => `${role}@${client}`)).toEqual(clients);
});
