import type { Target } from "../engine/pulumi.ts";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Extent, OpenedHostStack } from "./deploy.ts";
import { forget } from "./look/memory.ts";
import { lookAhead, lookBack, type Outlook, rememberDeployment } from "./look/outlook.ts";
import { type QuickPath, quickPath } from "./quick-path.ts";

/** What a deployment is going to do. */
export interface PlannedWork {
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
  { state, expected }: OpenedHostStack,
  only: string | undefined,
): Promise<PlannedWork> {
  return progress.step("Look at the hosts", async (step) => {
    if (only !== undefined) {
      const path = quickPath(state, target.stack, only);
      return oneService(target, await lookBack(target, state), { path, service: only, seen: false });
    }
    const outlook = await lookAhead(target, state);
    const { work } = outlook;
    if (work === "nothing") {
      step.detail("all as deployed");
      return {
        target,
        extent: undefined,
        begin: () => undefined,
        finish: async () => undefined,
        remove: () => undefined,
      };
    }
    if (work !== "unknown") {
      const path = aloneIfPossible(() => quickPath(state, target.stack, work.service));
      if (path) {
        step.detail(`${work.service} alone has changed`);
        return oneService(target, outlook, { path, service: work.service, seen: true });
      }
    }
    step.detail("left to the engine");
    const finish = () => rememberDeployment(target, outlook);
    return {
      target,
      extent: { expected },
      begin: () => forget(target.stack),
      finish,
      remove: () => undefined,
    };
  });
}

interface OneService {
  path: QuickPath;
  service: string;
  /** Whether the hosts were found as they were left. */
  seen: boolean;
}

function oneService(
  { stack, env }: Target,
  outlook: Outlook,
  { path, service, seen }: OneService,
): PlannedWork {
  const target = { stack, env: { ...env, ...path.env } };
  return {
    target,
    extent: { expected: path.targets.length, targets: path.targets, seen },
    begin: () => forget(stack),
    finish: () => rememberDeployment(target, outlook, service),
    remove: path.remove,
  };
}

/** A change that cannot go alone goes with everything. */
function aloneIfPossible(path: () => QuickPath): QuickPath | undefined {
  try {
    return path();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
