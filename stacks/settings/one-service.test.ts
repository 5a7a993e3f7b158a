import { expect, test } from "vitest";
import { exceptService } from "./one-service.ts";

const image = `sha256:${"0".repeat(64)}`;
const deployed = {
  settings: { site: "app.example.org", backendMemory: 512, pooler: { maxClients: 10 } },
  images: { pgbouncer: image },
};

test.each([
  ["backend", { site: "app.example.org", pooler: { maxClients: 10 } }, { pgbouncer: image }],
  ["backend-staging", { site: "app.example.org", pooler: { maxClients: 10 } }, { pgbouncer: image }],
  ["pgbouncer", { site: "app.example.org", backendMemory: 512 }, {}],
  ["frontend", deployed.settings, deployed.images],
])("beside %s stays what was deployed, save what is its own", (service, settings, images) => {
  expect(exceptService(deployed, service)).toEqual({ settings, images });
});
