/** The colours of the page: those of the device, or one of three sets. `calm` has little contrast of colour, not of text. */
export const themes = ["device", "light", "dark", "calm"] as const;

/** One of {@link themes}. */
export type Theme = (typeof themes)[number];

const storageKey = "tovplay.theme";

/** Reads a theme from outside; anything unknown means the colours of the device. */
export function themeOf(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? "device";
}

/** The theme chosen on this device before. A browser that keeps nothing gives the colours of the device. */
export function storedTheme(storage: () => Pick<Storage, "getItem"> = () => localStorage): Theme {
  try {
    return themeOf(storage().getItem(storageKey));
  } catch {
    return "device";
  }
}

/** Keeps a theme for the next visit. In a browser that keeps nothing it lasts until the page is closed. */
export function storeTheme(theme: Theme, storage: () => Pick<Storage, "setItem"> = () => localStorage): void {
  try {
    storage().setItem(storageKey, theme);
  } catch {
    // Storage is switched off or full: the choice still holds for this visit.
  }
}

/** Colours the page. */
export function applyTheme(
  theme: Theme,
  root: Pick<HTMLElement, "dataset"> = document.documentElement,
): void {
  if (theme === "device") delete root.dataset.theme;
  else root.dataset.theme = theme;
}
