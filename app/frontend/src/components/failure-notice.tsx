import type { ApiFailure } from "../api/failure.ts";
import { texts } from "../texts.ts";
import { Notice } from "./ui/notice.tsx";

const needsPatience: ReadonlySet<ApiFailure["reason"]> = new Set(["slow", "broken", "unreadable"]);

/** Says what could not be loaded, why, what to do, and which code finds the request in the logs. */
export function FailureNotice({ title, failure }: { title: string; failure: ApiFailure }) {
  return (
    <Notice title={title}>
      <p>
        {texts.failure[failure.reason]}{" "}
        {needsPatience.has(failure.reason) ? texts.failure.mendLater : texts.failure.mend}
      </p>
      <p>
        {texts.failure.reference} <code className="inline-block break-all">{failure.correlationId}</code>
      </p>
    </Notice>
  );
}
