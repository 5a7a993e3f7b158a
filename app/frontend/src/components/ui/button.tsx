import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classNames } from "../../class-names.ts";

const buttonStyle = cva(
  "inline-flex min-h-12 min-w-12 items-center justify-center gap-2 rounded-lg border px-5 py-2 text-center font-semibold no-underline aria-disabled:cursor-default",
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-primary text-primary-foreground hover:bg-primary-strong aria-disabled:border-input aria-disabled:bg-muted aria-disabled:text-muted-foreground",
        quiet: "border-input bg-card text-foreground hover:bg-muted",
      },
    },
    defaultVariants: { variant: "primary" },
  },
);

interface ButtonProps extends Omit<ComponentProps<"button">, "disabled">, VariantProps<typeof buttonStyle> {
  /** The button is inactive, but keeps the focus and its place. */
  busy?: boolean;
}

/** A button. Its text has a verb and an object. */
export function Button({ className, variant, busy = false, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(buttonStyle({ variant }), className)}
      aria-disabled={busy}
      onClick={busy ? undefined : onClick}
      {...rest}
    />
  );
}

/** A link that looks like a button. Its text says where it leads. */
export function ButtonLink({
  className,
  variant,
  children,
  ...rest
}: ComponentProps<"a"> & VariantProps<typeof buttonStyle>) {
  return (
    <a className={classNames(buttonStyle({ variant }), className)} {...rest}>
      {children}
    </a>
  );
}
