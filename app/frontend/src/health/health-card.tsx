import { useReadHealthQuery } from "../api/api.ts";
import { FailureNotice } from "../components/failure-notice.tsx";
import { Card, CardHeader, CardTitle } from "../components/ui/card.tsx";
import { Skeleton } from "../components/ui/skeleton.tsx";
import { texts } from "../texts.ts";
import { viewOf } from "../view.ts";
import { HealthFacts } from "./health-facts.tsx";

/** Whether the service works, in every state of that information. */
export function HealthCard() {
  const view = viewOf(useReadHealthQuery());
  return (
    <Card aria-labelledby="health" aria-busy={view.kind === "loading"}>
      <CardHeader>
        <CardTitle id="health">{texts.health.heading}</CardTitle>
      </CardHeader>
      <div className="space-y-5">
        {view.kind === "loading" && <HealthLoading />}
        {view.kind === "failed" && <FailureNotice title={texts.health.failed} failure={view.failure} />}
        {view.kind === "shown" && view.behind && (
          <FailureNotice title={texts.health.behind} failure={view.behind} />
        )}
        {view.kind === "shown" && <HealthFacts health={view.data} current={!view.behind} />}
      </div>
    </Card>
  );
}

function HealthLoading() {
  return (
    <div>
      <p className="mb-3 text-muted-foreground">{texts.health.loading}</p>
      <Skeleton className="h-60 rounded-xl" />
    </div>
  );
}
