import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { EnrolHere } from "../../panels/account/enrol-here.tsx";
import { sessionFor } from "../../server/request-context.ts";
import { Shell } from "../../shell/shell.tsx";
import { asTheme, THEME_COOKIE } from "../../shell/theme.ts";
import { wayInOf } from "../../shell/way-in.ts";

export const metadata: Metadata = { title: "Second factor" };

/** For whoever holds a role that needs a second factor and has none yet; leads on to the place that was asked for (`to`), else home. */
export default async function SecondFactorPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const { toEnrol } = await sessionFor(new Headers(await headers()));
  const to = wayInOf(await searchParams);
  if (!toEnrol) redirect(to);
  const theme = asTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Shell entries={[{ href: "/about", label: "About" }]} theme={theme}>
      <div className="mx-auto grid w-full max-w-[40rem] gap-5 py-8 md:py-16">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">Set up a second factor</h1>
          <p className="text-sm text-soft">
            {toEnrol.name}, a role of yours asks for a code of an authenticator app at every sign-in. Set it up here;
            then you are let in.
          </p>
        </div>
        <EnrolHere to={to} />
      </div>
    </Shell>
  );
}
