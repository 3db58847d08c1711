import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { ChoosePasswordForm } from "../../panels/sign-in/choose-password-form.tsx";
import { whoChooses } from "../../server/request-context.ts";
import { Shell } from "../../shell/shell.tsx";
import { asTheme, THEME_COOKIE } from "../../shell/theme.ts";
import { wayInOf } from "../../shell/way-in.ts";

export const metadata: Metadata = { title: "Choose a password" };

/** Leads on to the place that was asked for (`to`), else home. */
export default async function ChoosePasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const person = await whoChooses(new Headers(await headers()));
  const to = wayInOf(await searchParams);
  if (!person) redirect(to);
  const theme = asTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Shell entries={[{ href: "/about", label: "About" }]} theme={theme}>
      <div className="mx-auto grid w-full max-w-[24rem] gap-5 py-8 md:py-16">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">Choose your password</h1>
          <p className="text-sm text-soft">
            {person.name}, the password that your administrator gave you is good for this only. What you choose is known
            to nobody else, and signs in your name.
          </p>
        </div>
        <ChoosePasswordForm email={person.email} to={to} />
      </div>
    </Shell>
  );
}
