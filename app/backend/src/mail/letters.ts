import { type Letter, letter, moment, type Site, tokenLink } from "./letter.ts";

interface LinkDetails {
  token: string;
  /** ISO time at which the link ends. */
  until: string;
}

/** What each kind of mail is made from: ids, names and tokens, never words that strangers typed. */
export interface MailDetails {
  finish_sign_up: LinkDetails & { username: string };
  has_account: { username: string };
  reset_password: LinkDetails & { username: string };
  no_account: Record<string, never>;
  confirm_email: LinkDetails & { username: string };
  email_taken: { username: string };
  email_changing: { username: string };
  email_changed: { username: string };
  password_changed: { username: string };
  username_changed: { username: string };
  discord_linked: { username: string };
  discord_unlinked: { username: string };
  confirm_erasure: LinkDetails & { username: string };
  erasure_asked: { username: string; until: string };
  erased: Record<string, never>;
  trusted_contact_asked: LinkDetails & { username: string };
  help_wanted: { username: string };
  /** Notices in words that their own templates have made; whose they are, and which. */
  notice: { subject: string; text: string; userId?: string; ids?: readonly string[] };
}

/** Kind of a mail. */
export type MailKind = keyof MailDetails;

const ends = (until: string) => `The link works once, until ${moment(new Date(until))}.`;

const notYou = (publicUrl: string) =>
  `If this was not you, somebody else may know your password. Choose a new one now: ${new URL("/reset-password", publicUrl).href}`;

/** The words of every kind of mail. Each says what happened, what to do, and what happens if the reader does nothing. */
export const letters: { [Kind in MailKind]: (details: MailDetails[Kind], site: Site) => Letter } = {
  finish_sign_up: ({ username, token, until }, site) =>
    letter("Finish your TovPlay account", [
      `Somebody asked for a TovPlay account with the name ${username} and this e-mail address.`,
      `If it was you, open this link and choose a password:\n${tokenLink(site, "/finish-sign-up", token)}`,
      ends(until),
      "If it was not you, do nothing. No account is made, and we delete your address.",
    ]),
  has_account: ({ username }, { publicUrl }) =>
    letter("You have a TovPlay account already", [
      "Somebody asked for a TovPlay account with this e-mail address. The address has an account already.",
      `Your user name is ${username}. You can sign in here: ${new URL("/sign-in", publicUrl).href}`,
      `If you do not know your password, choose a new one here: ${new URL("/reset-password", publicUrl).href}`,
      "If you did not ask, do nothing. Your account stays as it is.",
    ]),
  reset_password: ({ username, token, until }, site) =>
    letter("Choose a new TovPlay password", [
      `Somebody asked for a new password for the account ${username}.`,
      `If it was you, open this link and choose a new password:\n${tokenLink(site, "/reset-password", token)}`,
      `${ends(until)} A new password signs you out everywhere else.`,
      "If it was not you, do nothing. Your password stays as it is.",
    ]),
  no_account: (_details, { publicUrl }) =>
    letter("There is no TovPlay account with this address", [
      "Somebody asked for a new TovPlay password with this e-mail address. No account has this address.",
      "If it was you, try another of your addresses.",
      `You can also make an account: ${new URL("/sign-up", publicUrl).href}`,
      "If it was not you, do nothing.",
    ]),
  confirm_email: ({ username, token, until }, site) =>
    letter("Confirm your e-mail address for TovPlay", [
      `The account ${username} wants to use this e-mail address.`,
      `If it is your account, open this link to confirm:\n${tokenLink(site, "/confirm-email", token)}`,
      ends(until),
      "If it is not your account, do nothing. We do not use your address.",
    ]),
  email_taken: ({ username }) =>
    letter("This address belongs to another TovPlay account", [
      `The account ${username} wants to use this e-mail address. It belongs to another account already.`,
      "If both are yours, sign in to the other account. There you can change its address first.",
      "If you did not ask, do nothing. Your account stays as it is.",
    ]),
  email_changing: ({ username }, { publicUrl }) =>
    letter("Your TovPlay e-mail address is about to change", [
      `Somebody who is signed in as ${username} asked to use another e-mail address.`,
      "The address changes when the other one is confirmed. Until then we write to this one.",
      "If it was you, do nothing here.",
      notYou(publicUrl),
    ]),
  email_changed: ({ username }, { publicUrl }) =>
    letter("Your TovPlay e-mail address has changed", [
      `The account ${username} uses another e-mail address now. We no longer write to this one.`,
      "If it was you, do nothing.",
      `If it was not you, write to us: ${new URL("/help", publicUrl).href}`,
    ]),
  password_changed: ({ username }, { publicUrl }) =>
    letter("Your TovPlay password has changed", [
      `The account ${username} has a new password. Everywhere else you were signed out.`,
      "If it was you, do nothing.",
      notYou(publicUrl),
    ]),
  username_changed: ({ username }, { publicUrl }) =>
    letter("Your TovPlay user name has changed", [
      `Your user name is now ${username}.`,
      "If it was you, do nothing.",
      notYou(publicUrl),
    ]),
  discord_linked: ({ username }, { publicUrl }) =>
    letter("Discord is linked with your TovPlay account", [
      `You can now sign in to the account ${username} with Discord.`,
      "If it was you, do nothing.",
      notYou(publicUrl),
    ]),
  discord_unlinked: ({ username }, { publicUrl }) =>
    letter("Discord is no longer linked with your TovPlay account", [
      `Discord no longer signs in to the account ${username}.`,
      "If it was you, do nothing.",
      notYou(publicUrl),
    ]),
  confirm_erasure: ({ username, token, until }, site) =>
    letter("Confirm that your TovPlay account is deleted", [
      `Somebody who is signed in as ${username} asked to delete the account.`,
      `If it was you, open this link to confirm:\n${tokenLink(site, "/delete-account", token)}`,
      `${ends(until)} You can undo it for 10 minutes after you confirm.`,
      "If it was not you, do nothing. Your account stays.",
    ]),
  erasure_asked: ({ username, until }, { publicUrl }) =>
    letter("Your TovPlay account will be deleted", [
      `The account ${username} is deleted at ${moment(new Date(until))}. Until then you can undo it in your settings.`,
      "Afterwards nobody can bring it back.",
      notYou(publicUrl),
    ]),
  erased: () =>
    letter("Your TovPlay account is deleted", [
      "Your name, your address and all you wrote are deleted. Nobody can bring them back.",
      "This is our last mail to you. Thank you for the time you were here.",
    ]),
  trusted_contact_asked: ({ username, token, until }, site) =>
    letter("Somebody chose you as a trusted contact", [
      `The person with the account ${username} plays games with others on TovPlay. They chose you as a trusted contact.`,
      "If they ask for help, you get an e-mail. You see only what they choose to show you, at first nothing.",
      `You can agree or decline here:\n${tokenLink(site, "/trusted-contact", token)}`,
      `You can answer until ${moment(new Date(until))}. Keep the link: with it you can stop at any time.`,
      "If you do nothing, you are no trusted contact, and we do not write to you again.",
    ]),
  help_wanted: ({ username }) =>
    letter("Your help is asked for", [
      `The person with the account ${username} chose you as a trusted contact. They ask you for help now.`,
      "Please get in touch with them in the way that you know.",
      "We do not know more. If you think that they are in danger, call your local emergency number.",
    ]),
  notice: ({ subject, text }) => ({ subject, text }),
};
