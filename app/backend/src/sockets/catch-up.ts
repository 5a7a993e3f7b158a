import { z } from "zod";
import type { NoticeStream } from "./notice-stream.ts";
import { socketEvent } from "./socket-event.ts";

/** Payload of the event `catch_up`. */
const catchUpMessage = z.strictObject({
  after: z
    .int("send the number of a notice")
    .min(0)
    .max(2 ** 50),
});

/** A page that was asleep, or is not sure, says which notice it has last; the answer tells it that the connection is alive. */
export const catchUp = (stream: NoticeStream) =>
  socketEvent({
    name: "catch_up",
    message: catchUpMessage,
    answer: async ({ after }, socket) => {
      stream.rewind(socket, after);
      return { after };
    },
  });
