/** Which folder may import which: one direction only, from settings to resources. Anything else is forbidden. */
const mayImport = {
  app: [],
  bundles: [],
  cli: [],
  infra: [],
  lab: [],
  policies: [],
  provider: [],
  stacks: ["infra"],
  templates: [],
  tests: ["app", "cli", "infra", "lab", "policies", "provider", "stacks"],
  toolchain: [],
};
/** Single files of other folders that a folder may import, and why. */
const shared = {
  // Which files the policies' rules are is decided in one place.
  bundles: "^policies/rule-files[.]ts$",
  // What goes into an image decides when it is built again: the stacks ask the build itself.
  stacks: "^app/image-inputs[.]ts$",
  // Everybody connects to a host in the same way, the limits of the database's roles and of the pooler are ordered with the clients',
  // a program's environment is checked by the settings that it reads, nginx answers in the API's own codes, and the job queue's rights are its own.
  infra:
    "^(provider/ssh/options|app/runtime/src/time-limits|app/(backend|backup|guardian)/src/settings|app/backend/src/(api/catalogue|jobs/privileges))[.]ts$",
  // The launcher checks the local stack's settings by the stack's own schema, knows from another which images a program names, says as the logs do what is a value of a row,
  // knows log stores by the names that their containers' labels have, checks and runs scripts as they are sent to hosts, and knows
  // what an image and a program are made from.
  cli: "^(bundles/programs[.]mjs$|(app/image-inputs|provider/quote|provider/image/inputs|provider/ssh/(connection|command|key|output|failure)|stacks/settings/(local|images)|infra/(monitoring/log-store-kinds|host/script)|app/runtime/src/(row-values|sql-literals))[.]ts$)",
  lab: "^provider/ssh/(connection|options)[.]ts$",
};
const folders = Object.keys(mayImport);
const test = "[.]test[.]tsx?$";

const directions = folders.map((folder) => {
  const foreign = folders.filter((other) => other !== folder && !mayImport[folder].includes(other));
  return {
    name: `${folder}-stays-inside`,
    comment: `${folder}/ may import ${mayImport[folder].join(", ") || "no other folder"}.`,
    from: { path: `^${folder}/` },
    to: { path: `^(${foreign.join("|")})/`, ...(shared[folder] && { pathNot: shared[folder] }) },
  };
});

/** What each room of infra/ stands on; its arrows point down only. */
const rooms = {
  host: [],
  container: ["host"],
  application: ["host", "container"],
  database: ["host", "container"],
  backup: ["host", "container", "database"],
  monitoring: ["host", "container", "database", "backup", "application"],
};
const roomDirections = Object.entries(rooms).map(([room, below]) => {
  const foreign = Object.keys(rooms).filter((other) => other !== room && !below.includes(other));
  return {
    name: `infra-${room}-stands-on-what-is-below`,
    comment: `infra/${room} may import ${below.map((name) => `infra/${name}`).join(", ") || "no other room"}.`,
    from: { path: `^infra/${room}/` },
    to: { path: `^infra/(${foreign.join("|")})/` },
  };
});

const rules = [
  {
    name: "stacks-settings-declare-nothing",
    comment: "stacks/settings is below every stack.",
    from: { path: "^stacks/settings/" },
    to: { path: "^stacks/(?!settings/)" },
  },
  {
    name: "local-stack-stands-on-stacks",
    comment: "No stack knows the local one; stacks/index.ts chooses among them all.",
    from: { path: "^stacks/", pathNot: "^stacks/(local/|index[.]ts)" },
    to: { path: "^stacks/local/" },
  },
  {
    name: "apps-share-runtime-only",
    comment: "One deployable never imports another; what both need goes into app/runtime.",
    from: { path: "^app/([^/]+)/", pathNot: "^app/runtime/" },
    to: { path: "^app/[^/]+/", pathNot: "^app/($1|runtime)/" },
  },
  {
    name: "runtime-knows-no-app",
    comment: "app/runtime is below every app.",
    from: { path: "^app/runtime/" },
    to: { path: "^app/", pathNot: "^app/runtime/" },
  },
  {
    name: "stacks-build-nothing",
    comment: "A stack is a bill of materials: a resource is built by a component of infra/.",
    from: { path: "^stacks/", pathNot: test },
    to: { path: "^node_modules/@pulumi/(?!pulumi/)" },
  },
  {
    name: "rules-cost-nothing",
    comment: "A policy needs a provider's types only: loading its SDK costs seconds at every preview.",
    from: { path: "^policies/" },
    to: { path: "^node_modules/@pulumi/(?!pulumi/|policy/)", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "templates-hold-no-code",
    comment: "templates/ are files in the syntax of the program that reads them.",
    from: { path: "^templates/", orphan: true },
    to: {},
  },
  {
    name: "no-cycle",
    comment: "Two files that import each other are one file.",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-orphan",
    comment: "Nobody imports it and nothing starts it: delete it.",
    from: {
      orphan: true,
      pathNot: [test, "[.]config[.](ts|mjs)$", "[.]d[.]ts$", "^policies/start[.]mjs$", "^templates/"],
    },
    to: {},
  },
  {
    name: "only-what-is-there",
    comment: "The import leads nowhere.",
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: "only-declared-packages",
    comment:
      "Declare the package in the nearest package.json; those of policies/ and tests/ only mark modules.",
    from: { pathNot: [test, "/testing/", "^policies/", "^tests/"] },
    to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
  },
  {
    name: "no-development-package-at-work",
    comment: "What runs outside tests and builds must not need a development dependency.",
    from: {
      path: "^(app|bundles|cli|infra|lab|provider|stacks|toolchain)/",
      // The pages of the API are for development, and not in the image.
      pathNot: [
        test,
        "/testing/",
        "[.]config[.]ts$",
        "/build[.]ts$",
        "^app/backend/src/plugins/reference[.]ts$",
      ],
    },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only", "npm"] },
  },
];

export default {
  forbidden: [...directions, ...roomDirections, ...rules].map((rule) => ({ ...rule, severity: "error" })),
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^app/[^/]+/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
