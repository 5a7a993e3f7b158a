import { signUp } from "./sign-up.ts";

/** Accounts. */
export const routes = [signUp];
