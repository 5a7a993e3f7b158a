import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

/** Functions of Pulumi's SDK that note the stack at every resource and promise, for a report that only its own developers ask for. */
const notes = new Set(process.env.PULUMI_DEBUG_PROMISE_LEAKS ? [] : ["debuggablePromise", "callsites"]);

/**
 * Makes stack traces point to the sources of a bundle. A map is read when an error that is shown has a frame in its module.
 * @param {string} bundle URL of the bundle's folder
 */
export function traceToSources(bundle) {
  /** @type {Map<string, SourceMap>} */
  const maps = new Map();
  const position = /(file:\/\/[^()]+\.mjs):(\d+):(\d+)/;
  /** @param {string} text @param {string} url @param {string} line @param {string} column */
  const inSource = (text, url, line, column) => {
    if (!url.startsWith(bundle)) return text;
    const map = maps.get(url) ?? new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${url}.map`), "utf8")));
    maps.set(url, map);
    const origin = map.findOrigin(Number(line), Number(column));
    if (!("fileName" in origin)) return text;
    return `${fileURLToPath(new URL(origin.fileName, url))}:${origin.lineNumber}:${origin.columnNumber}`;
  };
  Error.prepareStackTrace = (error, frames) => {
    const said = String(error);
    if (notes.has(frames[0]?.getFunctionName() ?? "")) return said;
    return [said, ...frames.map((frame) => `    at ${String(frame).replace(position, inSource)}`)].join("\n");
  };
}
