import type { Permission } from "@nadir/domain";
import { viewsFor } from "../panels/responses/trial-view-list.ts";
import type { NavigationEntry } from "./main-navigation.tsx";
import { actsFor } from "./palette/acts.ts";

/** Where a person can go. The server refuses again what is not listed here. */
export function navigationFor(permissions: readonly Permission[]): NavigationEntry[] {
  const may = (permission: Permission) => permissions.includes(permission);
  return [
    { href: "/", label: "Trials" },
    ...(may("enter-data") || may("import") ? [{ href: "/worklist", label: "Worklist" }] : []),
    ...(may("read-report") || may("write-protocol") ? [{ href: "/validation", label: "Validation" }] : []),
    ...(may("read-record") || may("write-protocol") ? [{ href: "/models", label: "Models" }] : []),
    { href: "/library", label: "Library" },
    ...(may("import") ? [{ href: "/import", label: "Import" }] : []),
    ...(may("see-audit") ? [{ href: "/audit", label: "Audit" }] : []),
    ...(may("lock-data") ? [{ href: "/admin", label: "Admin" }] : []),
    { href: "/features", label: "Features" },
    { href: "/about", label: "About" },
  ];
}

/** Who stands in the frame: a trial that the person reads blinded offers no views. */
export const shownPerson = ({ name, roles, permissions, trials }: SignedIn) => ({
  name,
  roles,
  acts: actsFor({ permissions, trials }),
  views: Object.fromEntries(
    trials.filter((t) => VIEWING.some((p) => t.permissions.includes(p))).map((t) => [t.key, viewsFor(t.permissions)]),
  ),
});

interface SignedIn {
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: readonly Permission[];
  readonly trials: readonly { readonly key: string; readonly permissions: readonly Permission[] }[];
}
const VIEWING: readonly Permission[] = ["read-record", "write-protocol"];
