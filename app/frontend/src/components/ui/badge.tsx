import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classNames } from "../../class-names.ts";

const badgeStyle = cva("inline-flex items-center gap-2 rounded-full border px-3 py-1 font-semibold", {
  variants: {
    tone: {
      good: "border-good-border bg-good text-good-foreground",
      attention: "border-attention-border bg-attention text-attention-foreground",
    },
  },
});

/** A state in one or two words. The words and the sign have the meaning; the colour only supports them. */
export function Badge({
  className,
  tone,
  ...rest
}: ComponentProps<"span"> & VariantProps<typeof badgeStyle>) {
  return <span className={classNames(badgeStyle({ tone }), className)} {...rest} />;
}
