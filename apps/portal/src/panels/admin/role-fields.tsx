"use client";

import { mayDo } from "@nadir/domain";
import { useState } from "react";
import { type Administered, ROLES, type RoleAt } from "./role-words.ts";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";

/** A role, in a trial that one administers, at all its sites or one. */
export function RoleFields({ trials }: { trials: Administered["trials"] }) {
  const [trial, setTrial] = useState(trials[0]?.key ?? "");
  const [role, setRole] = useState<RoleAt["role"]>(ROLES[0]);
  const sites = trials.find((t) => t.key === trial)?.sites ?? [];
  return (
    <div className="flex flex-wrap gap-2.5">
      <label className="grid gap-0.5 text-xs text-faint">
        Role
        <select
          name="role"
          className={field}
          value={role}
          onChange={(event) => setRole(event.target.value as RoleAt["role"])}
        >
          {ROLES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <label className="grid gap-0.5 text-xs text-faint">
        Trial
        <select name="trial" className={field} value={trial} onChange={(event) => setTrial(event.target.value)}>
          {trials.map(({ key }) => (
            <option key={key}>{key}</option>
          ))}
        </select>
      </label>
      <label className="grid gap-0.5 text-xs text-faint">
        Site
        <select name="site" className={field}>
          <option value="">all sites</option>
          {sites.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p className="w-full max-w-[70ch] text-xs text-faint">
        {role}: may {mayDo(role)}
      </p>
    </div>
  );
}

export const roleOf = (form: FormData): RoleAt => ({
  role: String(form.get("role")) as RoleAt["role"],
  trial: String(form.get("trial")),
  site: String(form.get("site")) || null,
});
