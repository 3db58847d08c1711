import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { me } from "../../server/request-context.ts";
import { navigationFor, shownPerson } from "../../shell/navigation-for.ts";
import { Procedures } from "../../shell/procedures.tsx";
import { Shell } from "../../shell/shell.tsx";
import { asTheme, THEME_COOKIE } from "../../shell/theme.ts";

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const [person, jar] = await Promise.all([me(), cookies()]);
  return (
    <Procedures>
      <Shell
        entries={navigationFor(person.permissions)}
        person={shownPerson(person)}
        theme={asTheme(jar.get(THEME_COOKIE)?.value)}
      >
        {children}
      </Shell>
    </Procedures>
  );
}
