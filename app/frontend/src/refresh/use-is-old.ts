import { useEffect, useState } from "react";
import { timeUntilOld } from "../time/age.ts";

/** Whether information read at this time (milliseconds since 1970) is now old. */
export function useIsOld(readAt: number | undefined): boolean {
  const [oldSince, setOldSince] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (readAt === undefined) return;
    const timer = setTimeout(() => setOldSince(readAt), timeUntilOld(readAt, Date.now()));
    return () => clearTimeout(timer);
  }, [readAt]);
  return readAt !== undefined && oldSince === readAt;
}
