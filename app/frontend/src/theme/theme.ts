/** The colours of the page: the device's, or one of three sets. `calm` has soft colours, but readable text. */
export const themes = ["device", "light", "dark", "calm"] as const;

/** One of {@link themes}. */
export type Theme = (typeof themes)[number];

const storageKey = "tovplay.theme";

/** Parses a theme; an unknown value means the device's colours. */
export function themeOf(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? "device";
}

/** The theme chosen earlier on this device. Without storage, the device's colours. */
export function storedTheme(storage: () => Pick<Storage, "getItem"> = () => localStorage): Theme {
  try {
    return themeOf(storage().getItem(storageKey));
  } catch {
    return "device";
  }
}

/** Stores a theme for the next visit. Without storage it lasts until the page is closed. */
export function storeTheme(theme: Theme, storage: () => Pick<Storage, "setItem"> = () => localStorage): void {
  try {
    storage().setItem(storageKey, theme);
  } catch {
    // Storage is off or full: the choice still applies to this visit.
  }
}

/** Applies a theme to the page. */
export function applyTheme(
  theme: Theme,
  root: Pick<HTMLElement, "dataset"> = document.documentElement,
): void {
  if (theme === "device") delete root.dataset.theme;
  else root.dataset.theme = theme;
}
