import { defineConfig } from "vitest/config";

/** `unit` needs nothing but Node; `database` and `conformance` need the engine; `stack` needs the deployed local stack; `lab` needs the test hosts. */
export default defineConfig({
  test: {
    // A failure shows all of what a command printed.
    chaiConfig: { truncateThreshold: 0 },
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "{app,bundles,cli,infra,lab,policies,provider,stacks,toolchain}/**/*.test.ts",
            "tests/{bench,golden}/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "**/dist/**", "**/*.database.test.ts"],
          // By default one processor of two stays free, for the person who watches.
          maxWorkers: "100%",
          // For a busy machine; none of them waits for anything.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "database",
          include: ["app/backend/src/**/*.database.test.ts"],
          globalSetup: ["tests/database/server.ts"],
          maxWorkers: "100%",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "conformance",
          include: ["tests/conformance/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 300_000,
          // Each file has servers of its own, and waits for them more than it computes.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: "stack",
          include: ["tests/stack/**/*.test.ts", "tests/browser/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "lab",
          include: ["tests/lab/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          // Each test goes on from the hosts that the one before it has left.
          bail: 1,
        },
      },
    ],
  },
});
