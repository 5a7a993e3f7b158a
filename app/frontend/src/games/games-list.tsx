import type { Game } from "../api/schemas.ts";
import { Skeleton } from "../components/ui/skeleton.tsx";
import { texts } from "../texts.ts";
import { playersText } from "./players-text.ts";

const placeholders = ["a", "b", "c", "d", "e", "f"];

/** The games in one column, each with its description and number of players. */
export function GamesList({ games }: { games: readonly Game[] }) {
  return (
    <ul className="divide-y divide-border">
      {games.map((game) => (
        <li key={game.id} className="flex gap-4 py-4 first:pt-0 last:pb-0">
          <FirstLetter name={game.name} />
          <div className="flex min-h-11 min-w-0 grow flex-col justify-center wrap-break-word">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <h3 className="font-semibold">{game.name}</h3>
              <p className="text-muted-foreground">{playersText(game)}</p>
            </div>
            {game.description !== "" && <p>{game.description}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Placeholder of the list while it loads. */
export function GamesLoading() {
  return (
    <div className="space-y-4">
      <p className="text-muted-foreground">{texts.games.loading}</p>
      {placeholders.map((place) => (
        <Skeleton key={place} className="h-16 rounded-xl" />
      ))}
    </div>
  );
}

/** Helps people to recognise a game. Decorative: the name is beside it. */
function FirstLetter({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-11 shrink-0 place-items-center rounded-lg bg-accent font-semibold text-accent-foreground"
    >
      {(Array.from(name)[0] ?? "").toLocaleUpperCase("en")}
    </span>
  );
}
