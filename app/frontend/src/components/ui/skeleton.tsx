import type { ComponentProps } from "react";
import { classNames } from "../../class-names.ts";

/** Holds the place of something that is loading. It stands still: a pulse is motion nobody asked for. */
export function Skeleton({ className, ...rest }: ComponentProps<"div">) {
  return <div aria-hidden="true" className={classNames("rounded-lg bg-muted", className)} {...rest} />;
}
