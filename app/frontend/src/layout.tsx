import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";
import { texts } from "./texts.ts";
import { ThemeChoice } from "./theme/theme-choice.tsx";

const width = "mx-auto w-full max-w-5xl px-4 sm:px-6";

/** The frame of every page, in a fixed order: skip link, name, colours, main part, footer. */
export function Layout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only min-h-12 items-center rounded-lg border border-input bg-card px-5 font-semibold focus:not-sr-only focus:absolute focus:top-3 focus:left-3 focus:flex focus:px-5"
      >
        {texts.actions.skip}
      </a>
      <header className="border-b border-border bg-card">
        <div className={`${width} flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3`}>
          <div className="flex items-center gap-3">
            <Logo />
            <p className="leading-tight">
              <span className="block text-xl font-semibold">{texts.site.name}</span>
              <span className="text-muted-foreground">{texts.site.purpose}</span>
            </p>
          </div>
          <ThemeChoice />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={`${width} grow py-8`}>
        {children}
      </main>
      <footer className="border-t border-border">
        <p className={`${width} py-5 text-muted-foreground`}>{texts.site.footer}</p>
      </footer>
    </div>
  );
}
