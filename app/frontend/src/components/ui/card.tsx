import type { ComponentProps } from "react";
import { classNames } from "../../class-names.ts";

/** A section of the page with its own heading. */
export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section
      className={classNames(
        "rounded-2xl border border-border bg-card p-5 text-card-foreground sm:p-7",
        className,
      )}
      {...rest}
    />
  );
}

/** Heading of a card, with space for a note beside it. */
export function CardHeader({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      className={classNames("mb-5 flex flex-wrap items-baseline justify-between gap-x-4", className)}
      {...rest}
    />
  );
}

/** Text of a card's heading. */
export function CardTitle({ className, children, ...rest }: ComponentProps<"h2">) {
  return (
    <h2 className={classNames("text-xl font-semibold", className)} {...rest}>
      {children}
    </h2>
  );
}
