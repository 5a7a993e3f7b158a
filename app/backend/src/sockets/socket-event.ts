import type { z } from "zod";

/** An event that a client sends and waits to be answered, as a route is for requests. */
export interface SocketEvent<Schema extends z.ZodType = z.ZodType> {
  name: string;
  /** What its one argument has to be. */
  message: Schema;
  /** Answer, as JSON. @throws ApiError for what the client may read */
  answer: (message: z.output<Schema>) => Promise<Record<string, unknown>>;
}

/** Gives the message of an event's handler the type of its schema. */
export function socketEvent<Schema extends z.ZodType>(event: SocketEvent<Schema>): SocketEvent {
  return { ...event, answer: (message) => event.answer(message as z.output<Schema>) };
}
