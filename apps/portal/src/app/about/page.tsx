import type { Metadata } from "next";
import { cookies } from "next/headers";
import { AboutText } from "../../panels/about/about-text.tsx";
import { isSignedIn, me } from "../../server/request-context.ts";
import { navigationFor, shownPerson } from "../../shell/navigation-for.ts";
import { Procedures } from "../../shell/procedures.tsx";
import { Shell } from "../../shell/shell.tsx";
import { asTheme, THEME_COOKIE } from "../../shell/theme.ts";

export const metadata: Metadata = { title: "About" };

/** Readable by anyone, signed in or not. */
export default async function AboutPage() {
  const theme = asTheme((await cookies()).get(THEME_COOKIE)?.value);
  const person = (await isSignedIn()) ? await me() : null;
  const entries = person
    ? navigationFor(person.permissions)
    : [
        { href: "/sign-in", label: "Sign in" },
        { href: "/about", label: "About" },
      ];
  return (
    <Procedures>
      <Shell entries={entries} person={person ? shownPerson(person) : undefined} theme={theme}>
        <AboutText />
      </Shell>
    </Procedures>
  );
}
