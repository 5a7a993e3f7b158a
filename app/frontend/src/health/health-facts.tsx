import type { ReactNode } from "react";
import type { HealthAnswer } from "../api/schemas.ts";
import { Badge } from "../components/ui/badge.tsx";
import { InfoSign, TickSign } from "../components/ui/signs.tsx";
import { texts } from "../texts.ts";
import { MomentText } from "../time/moment-text.tsx";

interface HealthFactsProps {
  health: HealthAnswer;
  /** Whether this is the newest information. If not, the page says nothing about the present. */
  current: boolean;
}

/** The status that the service reported. */
export function HealthFacts({ health, current }: HealthFactsProps) {
  const { status, checkedAt } = health;
  return (
    <dl className="space-y-4">
      <Fact name={current ? texts.health.service : texts.health.serviceThen}>
        <StatusBadge status={status} />
        {current && (
          <p className="mt-2">{status === "ok" ? texts.health.okText : texts.health.unavailableText}</p>
        )}
      </Fact>
      <Fact name={texts.health.checkedAt}>
        <MomentText date={new Date(checkedAt)} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="mt-1 break-words">{children}</dd>
    </div>
  );
}

function StatusBadge({ status }: { status: HealthAnswer["status"] }) {
  if (status === "ok") {
    return (
      <Badge tone="good">
        <TickSign />
        {texts.health.ok}
      </Badge>
    );
  }
  return (
    <Badge tone="attention">
      <InfoSign />
      {texts.health.unavailable}
    </Badge>
  );
}
