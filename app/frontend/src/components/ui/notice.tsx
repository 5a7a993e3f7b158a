import type { ReactNode } from "react";
import { InfoSign } from "./signs.tsx";

interface NoticeProps {
  title: string;
  children: ReactNode;
}

/** A calm message: screen readers finish their sentence before they read it. */
export function Notice({ title, children }: NoticeProps) {
  return (
    <div
      role="status"
      className="flex gap-3 rounded-xl border border-attention-border bg-attention p-4 text-attention-foreground"
    >
      <InfoSign className="mt-1" />
      <div className="min-w-0 space-y-1">
        <p className="font-semibold">{title}</p>
        {children}
      </div>
    </div>
  );
}
