import { useListGamesQuery } from "../api/api.ts";
import { FailureNotice } from "../components/failure-notice.tsx";
import { Card, CardHeader, CardTitle } from "../components/ui/card.tsx";
import { fill, texts } from "../texts.ts";
import { viewOf } from "../view.ts";
import { GamesList, GamesLoading } from "./games-list.tsx";

/** The games that sessions can be planned for, in every state of their list. */
export function GamesCard() {
  const view = viewOf(useListGamesQuery(), ({ games }) => games.length === 0);
  const behind = "behind" in view ? view.behind : undefined;
  return (
    <Card aria-labelledby="games" aria-busy={view.kind === "loading"}>
      <CardHeader>
        <CardTitle id="games">{texts.games.heading}</CardTitle>
        {view.kind === "shown" && <p className="text-muted-foreground">{countOf(view.data.games.length)}</p>}
      </CardHeader>
      <div className="space-y-5">
        {behind && <FailureNotice title={texts.games.behind} failure={behind} />}
        {view.kind === "loading" && <GamesLoading />}
        {view.kind === "failed" && <FailureNotice title={texts.games.failed} failure={view.failure} />}
        {view.kind === "empty" && <NoGames />}
        {view.kind === "shown" && <GamesList games={view.data.games} />}
      </div>
    </Card>
  );
}

function NoGames() {
  return (
    <div>
      <p className="font-semibold">{texts.games.emptyTitle}</p>
      <p>{texts.games.emptyText}</p>
    </div>
  );
}

function countOf(count: number): string {
  return count === 1 ? texts.games.one : fill(texts.games.many, { count });
}
