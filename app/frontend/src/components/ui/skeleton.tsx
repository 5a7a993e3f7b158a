import type { ComponentProps } from "react";
import { classNames } from "../../class-names.ts";

/** Placeholder for something that is loading. It does not move, because motion can disturb people. */
export function Skeleton({ className, ...rest }: ComponentProps<"div">) {
  return <div aria-hidden="true" className={classNames("rounded-lg bg-muted", className)} {...rest} />;
}
