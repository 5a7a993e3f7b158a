import type { ApiFailure } from "../api/failure.ts";
import { texts } from "../texts.ts";
import { Notice } from "./ui/notice.tsx";

const waitFirst: ReadonlySet<ApiFailure["reason"]> = new Set(["slow", "broken", "unreadable"]);

/** Says what could not be loaded, why, and what to do, with the code that identifies the request in the logs. */
export function FailureNotice({ title, failure }: { title: string; failure: ApiFailure }) {
  return (
    <Notice title={title}>
      <p>
        {texts.failure[failure.reason]}{" "}
        {waitFirst.has(failure.reason) ? texts.failure.retryLater : texts.failure.retry}
      </p>
      <p>
        {texts.failure.reference} <code className="inline-block break-all">{failure.correlationId}</code>
      </p>
    </Notice>
  );
}
