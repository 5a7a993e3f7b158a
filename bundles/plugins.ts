import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { isRuleFile } from "../policies/rule-files.ts";

/** A source map without a line: stack traces in packages show the bundle. */
const noMap = Buffer.from(JSON.stringify({ version: 3, sources: [""], mappings: "A" })).toString("base64");

/** A package's file with the paths that it would have where it is installed, on its own first line. */
function packageFile(path: string, text: string): string {
  const paths = { __dirname: dirname(path), __filename: path };
  const used = Object.entries(paths).filter(([name]) => text.includes(name));
  const declared = used.map(([name, value]) => `var ${name} = ${JSON.stringify(value)};`).join("");
  const code = text.replace(/^#!.*/, "").replaceAll(/^\/\/# sourceMappingURL=.*$/gm, "");
  return `${declared}${code}\n//# sourceMappingURL=data:application/json;base64,${noMap}`;
}

/** Lets a source find the files beside it as if it ran in its own folder. */
export const ownPaths: Plugin = {
  name: "own-paths",
  setup({ onLoad }) {
    onLoad({ filter: /\.(?:[cm]?js|ts)$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8").replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      );
      if (path.endsWith(".ts")) return { contents: text, loader: "ts" };
      return { contents: path.includes("/node_modules/") ? packageFile(path, text) : text, loader: "js" };
    });
  },
};

/** What stands in the place of modules of Pulumi's SDK. */
const standIns: Readonly<Record<string, string>> = {
  // `stack.mjs` does this, and only for errors that are shown.
  "source-map-support/register": "",
  // Runs Pulumi from a program.
  "./automation": "",
  // Finds the packages that a function needs which is sent somewhere else.
  "./closure/codePaths": "",
  // Only needed to send a function of the program somewhere else, and as large as everything else together.
  "typescript-shim": 'module.exports = new Proxy({}, { get: (_, name) => require("typescript")[name] });',
};

/** Without it the SDK sends the engine several messages for each resource that nobody sees. */
const quietDebug =
  "exports.debug = (...all) => process.env.PULUMI_DEBUG_PROMISE_LEAKS ? debug(...all) : Promise.resolve();";

/** Leaves out what the SDK loads and a program of TovPlay does not need. */
export const standIn: Plugin = {
  name: "stand-in",
  setup({ onLoad, onResolve }) {
    onResolve(
      {
        filter: /^source-map-support\/register$|^\.\/automation$|^\.\/closure\/codePaths$|\/typescript-shim$/,
      },
      ({ path, importer }) => {
        const name = Object.keys(standIns).find((one) => path.endsWith(one));
        return name && importer.includes("/node_modules/@pulumi/pulumi/")
          ? { path: name, namespace: "stand-in" }
          : undefined;
      },
    );
    onLoad({ filter: /\/@pulumi\/pulumi\/log\/index\.js$/ }, ({ path }) => ({
      contents: packageFile(path, readFileSync(path, "utf8").replace("exports.debug = debug;", quietDebug)),
      loader: "js",
    }));
    onLoad({ filter: /./, namespace: "stand-in" }, ({ path }) => ({
      contents: standIns[path] ?? "",
      loader: "js",
    }));
  },
};

/** Puts the policies' rules into the bundle in the place of the SDK's program that loads a pack, since a bundle cannot look for files. */
export function policyRules(checkout: string): Plugin {
  const policies = join(checkout, "policies");
  return {
    name: "policy-rules",
    setup({ onLoad }) {
      onLoad({ filter: /\/cmd\/run-policy-pack\/index\.js$/ }, () => ({
        contents: packProgram(policies),
        resolveDir: policies,
        loader: "ts",
      }));
    },
  };
}

function packProgram(policies: string): string {
  const rules = readdirSync(join(policies, "rules"), { recursive: true, encoding: "utf8" })
    .filter(isRuleFile)
    .sort();
  const imports = rules.map((file, at) => `import * as rule${at} from "./rules/${file}";`);
  const entries = rules.map((file, at) => `${JSON.stringify(file)}: rule${at}`);
  return [
    'import { policiesOf, servePack } from "./pack.ts";',
    ...imports,
    `servePack(policiesOf({ ${entries.join(", ")} }));`,
  ].join("\n");
}
