import { useListGamesQuery, useReadHealthQuery } from "../api/api.ts";
import { Button } from "../components/ui/button.tsx";
import { texts } from "../texts.ts";
import { oldestOf } from "../time/age.ts";
import { MomentText } from "../time/moment-text.tsx";
import { useIsOld } from "./use-is-old.ts";
import { useRefresh } from "./use-refresh.ts";

/** Says how new the information is, with a button to load newer information. Its height is the same in every state. */
export function RefreshBar() {
  const { announcement, busy, refresh } = useRefresh();
  const { readAt, loading } = useFreshness();
  const isOld = useIsOld(readAt);
  const said = isOld && !busy ? "" : announcement;
  return (
    <section
      aria-label={texts.refresh.region}
      className="flex flex-col gap-4 sm:flex-row sm:items-start sm:justify-between sm:gap-8"
    >
      <div>
        <p className="min-h-21 sm:min-h-14">
          {readAt === undefined && (loading ? texts.refresh.loading : texts.refresh.nothingYet)}
          {readAt !== undefined && (
            <>
              {texts.refresh.readAt} <MomentText date={new Date(readAt)} />.
            </>
          )}
        </p>
        <div className="min-h-14 text-muted-foreground sm:min-h-7">
          <p role="status">{said}</p>
          {said === "" && readAt !== undefined && <p>{isOld ? texts.refresh.old : texts.refresh.fresh}</p>}
        </div>
      </div>
      <Button busy={busy} onClick={refresh} className="shrink-0">
        {texts.actions.refresh}
      </Button>
    </section>
  );
}

function useFreshness() {
  const games = useListGamesQuery();
  const health = useReadHealthQuery();
  const readAt = oldestOf(
    [games, health].map((query) => (query.data ? query.fulfilledTimeStamp : undefined)),
  );
  return { readAt, loading: games.isFetching || health.isFetching };
}
