import { z } from "zod";
import { topics } from "./kinds.ts";

/** A notice as its person sees it. */
export const noticeAnswer = z
  .object({
    id: z.uuid(),
    number: z.int().describe("Grows with every notice of a person; ask for what is above the last you have"),
    kind: z.string(),
    topic: z.enum(topics).nullable().describe("Null for a kind from a newer release"),
    title: z.string().describe("Names nobody"),
    body: z.string(),
    page: z.string().describe("Path of the page that it leads to"),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Notice" });

export type Notice = z.output<typeof noticeAnswer>;
