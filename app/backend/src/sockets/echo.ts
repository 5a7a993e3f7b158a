import { z } from "zod";
import { socketEvent } from "./socket-event.ts";

/** Payload of the event `echo`. */
export const echoMessage = z.string("send a text").max(200, "send at most 200 characters");

/** Returns the text it gets, so that a page can tell that its connection is alive. */
export const echo = socketEvent({ name: "echo", message: echoMessage, answer: async (echo) => ({ echo }) });
