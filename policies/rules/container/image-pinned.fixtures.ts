import { containerFixtures } from "../../testing/fixtures.ts";

const digest = `sha256:${"a1".repeat(32)}`;

export const fixtures = containerFixtures({
  good: {
    "an image ID": { image: digest },
    "a name, a tag and a digest": { image: `registry.example.org:5000/team/nginx:1.26.3@${digest}` },
    "a name and a digest": { image: `nginx@${digest}` },
  },
  bad: {
    latest: { image: "nginx:latest", says: "latest" },
    "latest, although with a digest": { image: `nginx:latest@${digest}`, says: "latest" },
    "no tag": { image: "nginx", says: "no tag" },
    "no tag behind a registry's port": { image: "registry.example.org:5000/nginx", says: "no tag" },
    "a tag alone": { image: "nginx:1.26.3", says: "tag can move" },
    "a digest that is too short": { image: "nginx:1.26.3@sha256:a1a1", says: "tag can move" },
    "no image": { image: "", says: "no image" },
  },
});
