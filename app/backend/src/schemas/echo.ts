import { z } from "zod";

/** Payload of the event `echo`. */
export const echoMessage = z.string("send a text").max(200, "send at most 200 characters");
