import type { ReactNode } from "react";
import Link from "../ui/link.tsx";
import { OnItsWay } from "../ui/on-its-way.tsx";
import { MainNavigation, type NavigationEntry } from "./main-navigation.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import type { FormAct } from "./palette/acts.ts";
import type { TrialViewsOf } from "./palette/entries.ts";
import { Palette } from "./palette/palette.tsx";
import { PrintLine } from "./print-line.tsx";
import { SignOut } from "./sign-out.tsx";
import type { Theme } from "./theme.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import { Wordmark } from "./wordmark.tsx";

interface ShownPerson {
  readonly name: string;
  readonly roles: readonly string[];
  /** Of each trial that the person sees with responses and course, the views that open to them. */
  readonly views: TrialViewsOf;
  /** What the person may begin from anywhere. */
  readonly acts: readonly FormAct[];
}

/** The frame of every page: where one can go, who one is, and what this is not. */
export function Shell({
  children,
  entries,
  person,
  theme,
}: {
  children: ReactNode;
  entries: readonly NavigationEntry[];
  person?: ShownPerson | undefined;
  theme: Theme;
}) {
  return (
    <OnItsWay>
      <div className="group/frame page-frame flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:absolute focus:left-2 focus:top-2"
        >
          Skip to the content
        </a>
        <header className="shell-frame border-b border-line bg-surface print:hidden">
          <div className="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-2 group-has-[[data-wide-page]]/frame:max-w-[130rem] px-4 sm:gap-x-5 md:px-6">
            <Link href="/" className="inline-flex py-2.5" aria-label="Nadir, to the trials">
              <Wordmark />
            </Link>
            <MainNavigation entries={entries} />
            <div className="ml-auto flex items-center gap-1 py-1.5 sm:gap-2">
              {person ? <Palette pages={entries} views={person.views} acts={person.acts} /> : null}
              {person ? (
                <Link
                  href="/account"
                  className="rounded-md p-1 text-right text-xs leading-tight hover:bg-raised"
                  title="Your account"
                >
                  <svg
                    aria-hidden="true"
                    viewBox="0 0 16 16"
                    className="size-5 sm:hidden"
                    fill="none"
                    stroke="currentColor"
                  >
                    <circle cx="8" cy="5.5" r="2.5" />
                    <path d="M3 13.5c.6-2.6 2.6-4 5-4s4.4 1.4 5 4" />
                  </svg>
                  <span className="hidden font-medium sm:block">{person.name}</span>
                  <span className="hidden text-faint sm:block">{person.roles.join(", ") || "no role yet"}</span>
                </Link>
              ) : null}
              <ThemeSwitch initial={theme} />
              {person ? <SignOut /> : null}
            </div>
          </div>
        </header>
        <OfflineNotice />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[90rem] grow px-4 has-[[data-wide-page]]:max-w-[130rem] py-5 outline-none md:px-6"
        >
          <PrintLine name={person?.name} />
          {children}
        </main>
        <footer className="shell-frame border-t border-line print:hidden">
          <p className="mx-auto max-w-[90rem] px-4 py-3 group-has-[[data-wide-page]]/frame:max-w-[130rem] text-xs text-faint md:px-6">
            Decision support for research, not a medical device.{" "}
            <Link href="/about" className="underline">
              What that means
            </Link>
          </p>
        </footer>
      </div>
    </OnItsWay>
  );
}
