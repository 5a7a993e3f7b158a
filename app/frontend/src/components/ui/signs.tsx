import { classNames } from "../../class-names.ts";

const size = "size-5 shrink-0 fill-none stroke-current stroke-2";

interface SignProps {
  className?: string;
}

/** Icon for 'this is fine'. Decorative: the words beside it have the meaning. */
export function TickSign({ className }: SignProps) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classNames(size, className)}>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12 3 3 5-6" />
    </svg>
  );
}

/** Icon for 'there is something to know'. Decorative: the words beside it have the meaning. */
export function InfoSign({ className }: SignProps) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classNames(size, className)}>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v6M12 7v.5" />
    </svg>
  );
}

/** Icon for a list that opens. Decorative: the browser announces the kind of control. */
export function DownSign({ className }: SignProps) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classNames(size, className)}>
      <path d="m6 9 6 6 6-6" />
    </svg>
  );
}
