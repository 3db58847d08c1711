import type { Metadata } from "next";
import { PasskeysPanel } from "../../../panels/account/passkeys-panel.tsx";
import { PasswordPanel } from "../../../panels/account/password-panel.tsx";
import { SecondFactorPanel } from "../../../panels/account/second-factor-panel.tsx";
import { SessionsPanel } from "../../../panels/account/sessions-panel.tsx";
import { passkeyPlace } from "../../../server/passkey-place.ts";
import { caller, me } from "../../../server/request-context.ts";
import { Facts } from "../../../ui/facts.tsx";
import { PageHead } from "../../../ui/page-head.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const [person, { account }] = await Promise.all([me(), caller()]);
  const [{ secondFactor, passkeys, sessions }, place] = await Promise.all([account.read(), passkeyPlace()]);
  const roles = person.trials.map((t) => `${t.roles.join(", ")} of ${t.key}`).join("; ");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        title="Account"
        lead={
          <Facts
            facts={[
              { name: "Name", value: person.name },
              { name: "E-mail", value: person.email },
              { name: "Roles", value: roles || "none yet" },
            ]}
          />
        }
      />
      <SessionsPanel sessions={sessions} />
      <PasskeysPanel passkeys={passkeys} place={place} />
      <div className="grid gap-5 lg:grid-cols-2">
        <SecondFactorPanel state={secondFactor} />
        <PasswordPanel email={person.email} />
      </div>
    </div>
  );
}
