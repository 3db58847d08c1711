import { asPerson } from "@nadir/db";
import { permission, role } from "@nadir/domain";
import { z } from "zod";
import { membershipsOf, permissionsOfRoles } from "../identity/index.ts";
import { procedure, router } from "./init.ts";

const me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** Over all trials. */
  roles: z.array(role),
  permissions: z.array(permission),
  trials: z.array(z.object({ key: z.string(), roles: z.array(role), permissions: z.array(permission) })),
});

export const sessionRouter = router({
  /** Who is signed in, and what they may do where. */
  me: procedure
    .input(z.void())
    .output(me)
    .query(({ ctx: { db, person } }) =>
      asPerson(db, person.id, async (tx) => {
        const memberships = await membershipsOf(tx, person.id);
        const trialKeys = [...new Set(memberships.map((m) => m.trialKey))];
        const rolesOf = (of: typeof memberships) => [...new Set(of.map((m) => m.role))];
        return {
          ...person,
          roles: rolesOf(memberships),
          permissions: [...permissionsOfRoles(rolesOf(memberships))].sort(),
          trials: trialKeys.map((key) => {
            const roles = rolesOf(memberships.filter((m) => m.trialKey === key));
            return { key, roles, permissions: [...permissionsOfRoles(roles)].sort() };
          }),
        };
      }),
    ),
});
