import type { z } from "zod";
import type { AccountSocket } from "./account-sockets.ts";

/** An event that a signed-in client sends and gets an answer to, like a route for requests. */
export interface SocketEvent<Schema extends z.ZodType = z.ZodType> {
  name: string;
  /** Schema of its one argument. */
  message: Schema;
  /** Returns the answer as JSON. @throws ApiError with a message that the client may see */
  answer: (message: z.output<Schema>, socket: AccountSocket) => Promise<Record<string, unknown>>;
}

/** Types the message of an event's handler by its schema. */
export function socketEvent<Schema extends z.ZodType>(event: SocketEvent<Schema>): SocketEvent {
  return { ...event, answer: (message, socket) => event.answer(message as z.output<Schema>, socket) };
}
