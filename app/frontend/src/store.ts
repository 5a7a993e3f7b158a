import { configureStore } from "@reduxjs/toolkit";
import { useDispatch, useSelector } from "react-redux";
import { api } from "./api/api.ts";
import { applyTheme, storedTheme, storeTheme } from "./theme/theme.ts";
import { themeSlice } from "./theme/theme-slice.ts";

/** Creates the store, with the theme of the last visit. */
export function makeStore() {
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer, theme: themeSlice.reducer },
    middleware: (defaults) => defaults().concat(api.middleware),
    preloadedState: { theme: { chosen: storedTheme() } },
  });
  followTheme(store);
  return store;
}

type AppStore = ReturnType<typeof makeStore>;
type AppState = ReturnType<AppStore["getState"]>;

export const useAppDispatch = useDispatch.withTypes<AppStore["dispatch"]>();
export const useAppSelector = useSelector.withTypes<AppState>();

function followTheme(store: {
  getState(): { theme: { chosen: ReturnType<typeof storedTheme> } };
  subscribe(listener: () => void): unknown;
}) {
  let shown = store.getState().theme.chosen;
  applyTheme(shown);
  store.subscribe(() => {
    const { chosen } = store.getState().theme;
    if (chosen === shown) return;
    shown = chosen;
    applyTheme(chosen);
    storeTheme(chosen);
  });
}
