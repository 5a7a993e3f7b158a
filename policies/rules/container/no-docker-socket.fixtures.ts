import { containerFixtures } from "../../testing/fixtures.ts";

const bind = (source: string) => ({ mounts: [{ type: "bind", source, target: "/inside", readOnly: true }] });

export const fixtures = containerFixtures({
  good: {
    "no mount": { mounts: undefined },
    "logs of the host": bind("/var/lib/docker/containers"),
    "a volume": { mounts: [{ type: "volume", source: "tovplay-loki-data", target: "/loki" }] },
    "a folder in /run": bind("/run/tovplay"),
  },
  bad: {
    "the socket": { ...bind("/var/run/docker.sock"), says: "/var/run/docker.sock" },
    "the socket by its other path": { ...bind("/run//docker.sock"), says: "/run/docker.sock" },
    "containerd's socket": { ...bind("/run/containerd/containerd.sock"), says: "containerd.sock" },
    "the folder of the socket": { ...bind("/run/"), says: "mounts /run, which contains" },
    "the host's root": { ...bind("/"), says: "mounts /, which contains" },
    "the socket as a volume": {
      volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" }],
      says: "/var/run/docker.sock",
    },
    "the socket after a good mount": {
      mounts: [
        { type: "volume", source: "data", target: "/data" },
        { type: "bind", source: "/var/run/docker.sock", target: "/docker.sock" },
      ],
      says: "/var/run/docker.sock",
    },
  },
});
