import type { ShellOf } from "../host-step.ts";
import type { Kind } from "../kind.ts";
import { problemsOf } from "../problems.ts";
import { deliver, present, removeImage } from "./deliver.ts";
import { imageSchema } from "./inputs.ts";

/** An image on a host, `tovplay-host:index:Image`: see `infra/container/image-delivery.ts`. */
export function imageKind(shellOf: ShellOf): Kind {
  return {
    check: (inputs) => problemsOf(imageSchema, inputs),
    replaces: ["connection.host", "connection.port", "name"],
    outputs: ["imageId", "present"],
    drifted: (state) => (state.present === true ? [] : ["present"]),
    async apply(inputs, report) {
      // The number of bytes is not an output: it differs from run to run and would show as a change.
      const { imageId } = await deliver(shellOf(inputs), imageSchema.parse(inputs), report);
      return { imageId, present: true };
    },
    observe: async (state) => ({
      ...state,
      present: await present(shellOf(state), imageSchema.parse(state)),
    }),
    remove: (state) => removeImage(shellOf(state), imageSchema.parse(state)),
  };
}
