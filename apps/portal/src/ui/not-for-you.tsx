import type { Crumb } from "./page-head.tsx";
import { RefusedPage, type WayBack } from "./refused-page.tsx";

/** A page that the person's roles do not open: what it would need, and who can give it. */
export function NotForYou({
  what,
  permission,
  ...way
}: {
  what: string;
  permission: string;
  crumbs?: readonly Crumb[];
  back?: WayBack;
}) {
  return (
    <RefusedPage
      what={what}
      problems={[
        {
          code: "NOT_ALLOWED",
          message: `It needs the permission '${permission}' in a trial. An administrator of the trial can give it.`,
        },
      ]}
      {...way}
    />
  );
}
