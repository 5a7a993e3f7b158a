import { isDeepStrictEqual } from "node:util";
import { buildEarly } from "../engine/early-build.ts";
import type { Target } from "../engine/pulumi.ts";
import type { ExportedState } from "../engine/stack.ts";
import { forget } from "../look/memory.ts";
import { lookAhead, type Outlook, rememberDeployment, rememberService, services } from "../look/outlook.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Extent, OpenedHostStack } from "./deploy.ts";
import { type QuickPath, quickPath } from "./quick-path.ts";
import { serviceTargets } from "./service-targets.ts";

/** What a deployment is going to do. */
export interface PlannedWork {
  /** For a person: what was found. */
  found: string;
  /** Undefined when there is nothing to do. */
  extent: Extent | undefined;
  target: Target;
  /** To be called before anything changes. */
  begin(): void;
  /** To be called when all of it is deployed. */
  finish(): Promise<void>;
  /** Removes what the program was given. */
  remove(): void;
}

/**
 * Finds out what there is to do: for one service what belongs to it, otherwise what a look at the hosts leaves open.
 * @param only the service that is deployed alone, as the user named it
 */
export function planWork(
  progress: Progress,
  target: Target,
  opened: OpenedHostStack,
  only: string | undefined,
): Promise<PlannedWork> {
  return progress.step("Look at the hosts", async (step) => {
    const { state } = opened;
    // A wrong name is told before any host is asked.
    if (only !== undefined) serviceTargets(state, target.stack, only);
    const outlook = await lookAhead(target, state, (work) => {
      if (typeof work === "object") buildEarly(work.service, target);
    });
    const planned = plan(target, opened, { outlook, only });
    step.detail(planned.found);
    return planned;
  });
}

function plan(
  target: Target,
  { state, expected }: OpenedHostStack,
  { outlook, only }: { outlook: Outlook; only: string | undefined },
): PlannedWork {
  const { work } = outlook;
  const nothing = { target, begin: () => undefined, finish: async () => undefined, remove: () => undefined };
  if (work === "nothing") return { ...nothing, found: "all as deployed", extent: undefined };
  const changed = work === "unknown" ? undefined : work.service;
  const choose = (service: string) => quickPath(state, target.stack, service);
  if (only !== undefined) {
    const path = choose(only);
    const part = builtPart(state, target.stack, path);
    const found = part !== undefined && part === changed ? "" : ", whose own state the engine looks at";
    return oneService(target, outlook, { path, part, seen: found === "", found: `${only} alone${found}` });
  }
  const path = changed && aloneIfPossible(() => choose(changed));
  if (path)
    return oneService(target, outlook, {
      path,
      part: changed,
      seen: true,
      found: `${changed} alone has changed`,
    });
  return {
    ...nothing,
    found: "left to the engine",
    extent: { expected },
    begin: () => forget(target.stack),
    finish: () => rememberDeployment(target, outlook, true),
  };
}

/** The application whose image the service runs from; undefined where that is not built here. */
function builtPart(
  state: ExportedState | undefined,
  stack: string,
  { targets }: QuickPath,
): string | undefined {
  return [...services].find((part) => {
    const path = aloneIfPossible(() => serviceTargets(state, stack, part));
    return path !== undefined && isDeepStrictEqual(path, targets);
  });
}

interface OneService {
  path: QuickPath;
  /** Part of the inputs that is deployed with it. */
  part: string | undefined;
  /** Whether the hosts were found as they were left. */
  seen: boolean;
  found: string;
}

function oneService(
  { stack, env }: Target,
  outlook: Outlook,
  { path, part, seen, found }: OneService,
): PlannedWork {
  const target = { stack, env: { ...env, ...path.env } };
  return {
    found,
    target,
    extent: { expected: path.targets.length, targets: path.targets, seen },
    begin: () => forget(stack),
    finish: () => rememberService(target, outlook, part),
    remove: path.remove,
  };
}

/** A change that cannot go alone goes with everything. */
function aloneIfPossible<T>(path: () => T): T | undefined {
  try {
    return path();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
