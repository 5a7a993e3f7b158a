/** The TovPlay logo, a game controller, in the colours of the theme. Decorative: the name is beside it. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="size-11 shrink-0">
      <rect width="32" height="32" rx="9" className="fill-primary" />
      <g className="fill-none stroke-primary-foreground stroke-[1.6]">
        <rect x="6" y="9" width="20" height="14" rx="7" />
        <path d="M10 16h4M12 14v4" strokeLinecap="round" />
      </g>
      <circle cx="19" cy="18" r="1.6" className="fill-primary-foreground" />
      <circle cx="22.5" cy="14.5" r="1.6" className="fill-primary-foreground" />
    </svg>
  );
}
