/**
 * @typedef {object} Program A program that runs from a bundle.
 * @property {string} name What its bundles are called in the cache.
 * @property {string} main The script that Node is started with, from the checkout.
 * @property {Readonly<Record<string, string>>} modules Name of a module of the bundle to the source that it is loaded in the place of,
 *   from the checkout. `policies/rules` is written by the build.
 * @property {readonly string[]} sources Folders and files of the checkout with everything of it that can be in the bundle.
 */

const sdk = "node_modules/@pulumi/pulumi/cmd";

/** What several programs take from others. */
const shared = ["paths.ts", "app/image-inputs.ts", "app/runtime/src", "infra", "provider"];

/** What each of our own programs in a container reads from its environment, and the errors that nginx answers in the backend's place. */
const settings = [
  ...["backend", "backup", "guardian"].map((app) => `app/${app}/src/settings.ts`),
  "app/backend/src/api/catalogue.ts",
  ...[
    "discord/settings",
    "discord-link/settings",
    "jobs/privileges",
    "jobs/session-database",
    "mail/settings",
    "push/settings",
  ].map((file) => `app/backend/src/${file}.ts`),
];

/** @type {readonly Program[]} */
export const programs = [
  {
    name: "launcher",
    main: "cli/main.ts",
    modules: { main: "cli/main.ts" },
    sources: ["cli", "bundles/programs.mjs", "stacks/settings", ...shared],
  },
  {
    name: "toolchain",
    main: "toolchain/main.ts",
    modules: { main: "toolchain/main.ts" },
    sources: ["toolchain", "paths.ts"],
  },
  {
    name: "lab",
    main: "lab/main.ts",
    modules: { main: "lab/main.ts" },
    sources: ["lab", ...shared],
  },
  {
    name: "stacks",
    main: `${sdk}/run`,
    modules: { run: `${sdk}/run/index.js`, stacks: "stacks/index.ts" },
    sources: ["stacks", ...settings, ...shared],
  },
  {
    name: "policies",
    main: `${sdk}/run-policy-pack`,
    modules: { pack: `${sdk}/run-policy-pack/index.js` },
    sources: ["policies"],
  },
  {
    name: "provider",
    main: "provider/main.ts",
    modules: { main: "provider/main.ts" },
    sources: ["provider", "paths.ts", "app/runtime/src"],
  },
];
