import { Select } from "../components/ui/select.tsx";
import { useAppDispatch, useAppSelector } from "../store.ts";
import { texts } from "../texts.ts";
import { themeOf, themes } from "./theme.ts";
import { themeChosen } from "./theme-slice.ts";

/** Lets a person choose the colours of the page. */
export function ThemeChoice() {
  const chosen = useAppSelector((state) => state.theme.chosen);
  const dispatch = useAppDispatch();
  return (
    <div className="flex items-center gap-3">
      <label htmlFor="theme" className="text-muted-foreground">
        {texts.theme.label}
      </label>
      <Select
        id="theme"
        value={chosen}
        onChange={(event) => dispatch(themeChosen(themeOf(event.target.value)))}
      >
        {themes.map((theme) => (
          <option key={theme} value={theme}>
            {texts.theme[theme]}
          </option>
        ))}
      </Select>
    </div>
  );
}
