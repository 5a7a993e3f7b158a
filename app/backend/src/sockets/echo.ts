import { echoMessage } from "../schemas/echo.ts";
import { socketEvent } from "./socket-event.ts";

/** Sends a text back: by it a page knows that its connection is alive, and to which answer it has got. It asks nothing else. */
export const echo = socketEvent({ name: "echo", message: echoMessage, answer: async (echo) => ({ echo }) });
