import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { type Theme, themeOf } from "./theme.ts";

/** The current theme. */
export const themeSlice = createSlice({
  name: "theme",
  initialState: { chosen: themeOf(undefined) },
  reducers: {
    themeChosen(state, action: PayloadAction<Theme>) {
      state.chosen = action.payload;
    },
  },
});

export const { themeChosen } = themeSlice.actions;
