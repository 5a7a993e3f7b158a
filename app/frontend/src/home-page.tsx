import { GamesCard } from "./games/games-card.tsx";
import { HealthCard } from "./health/health-card.tsx";
import { RefreshBar } from "./refresh/refresh-bar.tsx";
import { texts } from "./texts.ts";

/** The games, and whether the service works. */
export function HomePage() {
  return (
    <div className="space-y-6">
      <div className="space-y-2">
        <h1 className="text-3xl font-semibold">{texts.page.heading}</h1>
        <p className="text-pretty">{texts.page.intro}</p>
      </div>
      <RefreshBar />
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <GamesCard />
        <HealthCard />
      </div>
    </div>
  );
}
