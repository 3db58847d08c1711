import { PERMISSION_WORDS, type Permission } from "@nadir/domain";
import type { Crumb } from "./page-head.tsx";
import { RefusedPage, type WayBack } from "./refused-page.tsx";

/** A page that the person's roles do not open: what it would need, and who can give it. */
export function NotForYou({
  what,
  permission,
  ...way
}: {
  what: string;
  permission: Permission;
  crumbs?: readonly Crumb[];
  back?: WayBack;
}) {
  return (
    <RefusedPage
      what={what}
      problems={[
        {
          code: "NOT_ALLOWED",
          message: `It is for people whose role in a trial lets them ${PERMISSION_WORDS[permission]}.${
            // Whoever is blinded is not advised to ask for what unblinds them.
            permission === "read-record" ? "" : " An administrator of the trial gives roles."
          }`,
        },
      ]}
      {...way}
    />
  );
}
