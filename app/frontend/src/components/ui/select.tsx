import type { ComponentProps } from "react";
import { classNames } from "../../class-names.ts";
import { DownSign } from "./signs.tsx";

/** The browser's own select, which works with every keyboard, screen reader and touch screen. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <div className="relative">
      <select
        className={classNames(
          "min-h-12 appearance-none rounded-lg border border-input bg-card pr-11 pl-4 text-card-foreground",
          className,
        )}
        {...rest}
      />
      <DownSign className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2" />
    </div>
  );
}
