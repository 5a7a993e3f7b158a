import { useState } from "react";
import { api } from "../api/api.ts";
import { useAppDispatch } from "../store.ts";
import { texts } from "../texts.ts";

/** Loads newer information on request, with a text for the progress. */
export function useRefresh() {
  const dispatch = useAppDispatch();
  const [announcement, setAnnouncement] = useState("");
  const busy = announcement === texts.refresh.running;

  async function refresh() {
    setAnnouncement(texts.refresh.running);
    const newest = { forceRefetch: true, subscribe: false };
    const answers = await Promise.all([
      dispatch(api.endpoints.listGames.initiate(undefined, newest)),
      dispatch(api.endpoints.readHealth.initiate(undefined, newest)),
    ]);
    setAnnouncement(answers.some((answer) => answer.isError) ? texts.refresh.incomplete : texts.refresh.done);
  }

  return { announcement, busy, refresh };
}
