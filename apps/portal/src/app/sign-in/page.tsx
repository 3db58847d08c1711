import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { HospitalButton } from "../../panels/sign-in/hospital-button.tsx";
import { PasskeyButton } from "../../panels/sign-in/passkey-button.tsx";
import { SignInForm } from "../../panels/sign-in/sign-in-form.tsx";
import { passkeyPlace } from "../../server/passkey-place.ts";
import { hospitalButton } from "../../server/platform.ts";
import { isSignedIn } from "../../server/request-context.ts";
import { Shell } from "../../shell/shell.tsx";
import { asTheme, THEME_COOKIE } from "../../shell/theme.ts";
import { wayInOf } from "../../shell/way-in.ts";

export const metadata: Metadata = { title: "Sign in" };

/** Leads on to the place that was asked for (`to`), else home; `said` is why the hospital's sign-in let nobody in. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ said?: string | string[]; to?: string | string[] }>;
}) {
  const [{ isHere }, hospital, { said, ...asked }] = await Promise.all([
    passkeyPlace(),
    hospitalButton(),
    searchParams,
  ]);
  const to = wayInOf(asked);
  if (await isSignedIn()) redirect(to);
  const theme = asTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Shell entries={[{ href: "/about", label: "About" }]} theme={theme}>
      <div className="mx-auto grid w-full max-w-[24rem] gap-5 py-8 md:py-16">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
          <p className="text-sm text-soft">
            Imaging, response and validation of immunotherapy trials. Accounts are given by the administrator of your
            trial, with a one-time password for the first sign-in.
          </p>
        </div>
        <SignInForm to={to} owesCode={said === "code"}>
          {hospital === null ? null : <HospitalButton label={hospital} said={said} to={to} />}
          {isHere ? <PasskeyButton to={to} /> : null}
        </SignInForm>
        <p className="border-t border-line pt-4 text-sm text-faint">
          In a demo, the sign-ins of each role are printed by <code className="font-mono text-xs">npm run demo</code>{" "}
          and kept in the file it names.
        </p>
      </div>
    </Shell>
  );
}
