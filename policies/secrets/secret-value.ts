/** The signature that marks a secret on the wire between program, engine and policies. */
const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A value marked as a secret, for fixtures. */
export const secretValue = (value: string) => ({ ...signature, value });

/** Whether a value is marked as a secret. */
export function isSecretValue(given: unknown): given is ReturnType<typeof secretValue> {
  const [[key, value] = []] = Object.entries(signature);
  return (
    typeof given === "object" && given !== null && key !== undefined && Reflect.get(given, key) === value
  );
}
