import type { Permission } from "@nadir/domain";
import type { NavigationEntry } from "./main-navigation.tsx";

/** Where a person can go. The server refuses again what is not listed here. */
export function navigationFor(permissions: readonly Permission[]): NavigationEntry[] {
  const may = (permission: Permission) => permissions.includes(permission);
  return [
    { href: "/", label: "Trials" },
    ...(may("read-report") || may("write-protocol") ? [{ href: "/validation", label: "Validation" }] : []),
    ...(may("read-record") || may("write-protocol") ? [{ href: "/models", label: "Models" }] : []),
    { href: "/library", label: "Library" },
    ...(may("import") ? [{ href: "/import", label: "Import" }] : []),
    ...(may("see-audit") ? [{ href: "/audit", label: "Audit" }] : []),
    { href: "/features", label: "Features" },
    { href: "/about", label: "About" },
  ];
}
