import { endOtherSessions, endOwnSession, ownSessions } from "./own-sessions.ts";
import { session } from "./session.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

/** Signing in and out, and where somebody is signed in. */
export const routes = [signIn, signOut, session, ownSessions, endOwnSession, endOtherSessions];
