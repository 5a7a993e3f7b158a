const secret =
  /PASSW(OR)?D|PASSPHRASE|PASSCODE|SECRET|TOKEN|CREDENTIAL|(^|_)PASS(_|$)|(?<!PUBLIC_?)KEYS?(_|$)/;
/** What is said about a secret rather than the secret itself. */
const aboutSecret = /_(SECONDS|MINUTES|HOURS|DAYS|TTL|LENGTH|COUNT|BYTES)$/;
const path = /^\//;

/** Whether a setting of a program is called like a secret, as in `DATABASE_PASSWORD`. */
export function namesSecret(name: string): boolean {
  const upper = name.toUpperCase();
  return secret.test(upper) && !aboutSecret.test(upper);
}

/** Whether a setting names the file of a secret in place of the secret, as in `DATABASE_PASSWORD_FILE=/run/secrets/…`. */
export function namesFile(name: string, value: string): boolean {
  return /[_-]FILE$/i.test(name) && path.test(value);
}

const property =
  /(^|_)(PASSWORD|PASSPHRASE|SECRET|TOKEN|PRIVATE_KEY|SECRET_KEY|API_KEY|ACCESS_KEY|CREDENTIALS?|VERIFIER)$/;

/** Whether a property of a resource is called like a secret: `passphrase`, `apiToken`, `PGPASSWORD`. */
export function propertyNamesSecret(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toUpperCase();
  return property.test(words) || /^PGPASSWORD$/.test(words);
}
