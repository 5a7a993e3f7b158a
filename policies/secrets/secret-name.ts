const secret =
  /PASSW(OR)?D|PASSPHRASE|PASSCODE|SECRET|TOKEN|CREDENTIAL|(^|_)PASS(_|$)|(?<!PUBLIC_?)KEYS?(_|$)/;
/** Facts about a secret, not the secret itself. */
const aboutSecret = /_(SECONDS|MINUTES|HOURS|DAYS|TTL|LENGTH|COUNT|BYTES)$/;
const path = /^\//;

/** Whether a setting has the name of a secret, as in `DATABASE_PASSWORD`. */
export function namesSecret(name: string): boolean {
  const upper = name.toUpperCase();
  return secret.test(upper) && !aboutSecret.test(upper);
}

/** Whether a setting is the path of a secret's file, as in `DATABASE_PASSWORD_FILE=/run/secrets/…`. */
export function namesFile(name: string, value: string): boolean {
  return /[_-]FILE$/i.test(name) && path.test(value);
}

const property =
  /(^|_)(PASSWORD|PASSPHRASE|SECRET|TOKEN|PRIVATE_KEY|SECRET_KEY|API_KEY|ACCESS_KEY|CREDENTIALS?|VERIFIER)$/;

/** Whether a resource's property has the name of a secret: `passphrase`, `apiToken`, `PGPASSWORD`. */
export function propertyNamesSecret(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toUpperCase();
  return property.test(words) || /^PGPASSWORD$/.test(words);
}
