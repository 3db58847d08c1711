import type { AppRouter } from "@nadir/api/trpc";
import { mayDo } from "@nadir/domain";
import type { inferRouterOutputs } from "@trpc/server";

export type Administered = inferRouterOutputs<AppRouter>["people"]["list"];
export type Person = Administered["people"][number];
export type RoleAt = Person["roles"][number];

export const ROLES = [
  "coordinator",
  "reader",
  "adjudicator",
  "board",
  "statistician",
  "data-manager",
  "administrator",
] as const;

/** `reader of my-trial, site munich` */
export const roleWords = ({ role, trial, site }: RoleAt): string =>
  `${role} of ${trial}${site === null ? "" : `, site ${site}`}`;

/** Several roles with what each may do, those of one kind together: `reader of a, b`, `board of a, site munich`. */
export function heldRoles(roles: readonly RoleAt[]): readonly { readonly words: string; readonly may: string }[] {
  const whole = ROLES.flatMap((role) => {
    const trials = roles.filter((r) => r.role === role && r.site === null).map((r) => r.trial);
    return trials.length === 0 ? [] : [{ words: `${role} of ${trials.join(", ")}`, may: mayDo(role) }];
  });
  return [...whole, ...roles.filter((r) => r.site !== null).map((r) => ({ words: roleWords(r), may: mayDo(r.role) }))];
}

export const STATES: Readonly<Record<Person["state"], string>> = {
  active: "✓ active",
  "one-time": "○ has not chosen a password yet",
  disabled: "× cannot sign in",
};
