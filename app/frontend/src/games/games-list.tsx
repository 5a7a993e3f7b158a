import type { Game } from "../api/schemas.ts";
import { Skeleton } from "../components/ui/skeleton.tsx";
import { texts } from "../texts.ts";

const grid = "grid gap-3 sm:grid-cols-2";
const placeholders = ["a", "b", "c", "d", "e", "f"];

/** The names of the games, each beside its first letter. */
export function GamesList({ games }: { games: readonly Game[] }) {
  return (
    <ul className={grid}>
      {games.map((game) => (
        <li
          key={game.id}
          className="flex min-h-16 items-center gap-4 rounded-xl border border-border bg-background p-3"
        >
          <span
            aria-hidden="true"
            className="grid size-10 shrink-0 place-items-center rounded-lg bg-accent font-semibold text-accent-foreground"
          >
            {firstLetterOf(game.name)}
          </span>
          <span className="min-w-0 font-medium break-words">{game.name}</span>
        </li>
      ))}
    </ul>
  );
}

/** Keeps the place of the list while it loads. */
export function GamesLoading() {
  return (
    <div>
      <p className="mb-3 text-muted-foreground">{texts.games.loading}</p>
      <div className={grid}>
        {placeholders.map((place) => (
          <Skeleton key={place} className="h-16 rounded-xl" />
        ))}
      </div>
    </div>
  );
}

function firstLetterOf(name: string): string {
  return (Array.from(name)[0] ?? "").toLocaleUpperCase("en");
}
