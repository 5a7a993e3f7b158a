import { z } from "zod";

/** How to take a change back, and until when. */
export const undoAnswer = z.object({ id: z.uuid(), until: z.string() });

export const undoParams = z.object({ id: z.uuid() });

/** Answer of an undo: what is as it was before. */
export const undoneAnswer = z.object({ command: z.string(), subjectId: z.uuid() });
