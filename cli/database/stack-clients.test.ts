import { expect, test } from "vitest";
import { servicesIn } from "./stack-clients.ts";

test.each([
  ["tovplay-pgbouncer 172.18.0.5  172.19.0.2 \n", ["tovplay_app@172.18.0.5", "tovplay_app@172.19.0.2"]],
  [
    "tovplay-guardian-staging 172.20.0.3 fd00::3\n",
    ["tovplay_guardian@172.20.0.3", "tovplay_guardian@fd00::3"],
  ],
  ["tovplay-backend 172.18.0.9 \ntovplay-backup 172.18.0.4 \n", ["tovplay_backup@172.18.0.4"]],
  ["tovplay-guardian  \n", []],
  ["", []],
])("the services %j are the database clients %j", (text, clients) => {
  expect(servicesIn(text).map(({ role, client }) => `${role}@${client}`)).toEqual(clients);
});
