import { changeUsername, readAccount } from "./account-routes.ts";
import { changeEmail, confirmationAgain, confirmEmail } from "./email-routes.ts";
import { askForReset, changePassword, finishReset } from "./password-routes.ts";
import { finishSignUp, resendSignUp, signUp, signUpTerms } from "./sign-up.ts";

/** Accounts: how they begin, and what their owners change. */
export const routes = [
  signUpTerms,
  signUp,
  resendSignUp,
  finishSignUp,
  askForReset,
  finishReset,
  changePassword,
  changeEmail,
  confirmationAgain,
  confirmEmail,
  readAccount,
  changeUsername,
];
