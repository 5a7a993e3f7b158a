import { fixturesOf } from "../../testing/fixtures.ts";
import { type RecordCase, recordWith } from "../../testing/record-fixture.ts";

export const fixtures = fixturesOf<RecordCase>(
  {
    good: {
      "a proxied address": { proxied: true },
      "a proxied alias": { type: "CNAME", content: "app.example.org" },
      "a third party's service": { type: "CNAME", content: "mail.example.net", proxied: false },
      "a text": { type: "TXT", content: "v=spf1 -all", proxied: false },
      "a mail exchanger": { type: "MX", content: "mail.example.net", priority: 10, proxied: undefined },
    },
    bad: {
      "an address": { proxied: false, says: "reveals the address of app.example.org (A 203.0.113.10" },
      "an address of IPv6": {
        type: "AAAA",
        content: "2001:db8::10",
        proxied: false,
        says: "AAAA 2001:db8::10",
      },
      "proxied unset": { proxied: undefined, says: "not proxied" },
      "an alias of our own host": {
        type: "CNAME",
        content: "host.example.org.",
        proxied: false,
        says: "CNAME host.example.org.",
      },
    },
  },
  recordWith,
);
