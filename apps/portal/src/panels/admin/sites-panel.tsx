"use client";

import type { SitesOfTrial } from "@nadir/api/set-up";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, Fragment, type ReactNode } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { Field } from "../account/field.tsx";

type Site = SitesOfTrial["sites"][number];

/** The sites of the trials that one administers: new ones, other names, closed and opened again. */
export function SitesPanel({ trials }: { trials: readonly SitesOfTrial[] }) {
  return (
    <Panel
      id="sites"
      title="Sites"
      note="A closed site takes no new patient; those that it has are followed on. What is done to a site keeps its reason."
      flush
    >
      <Scroll label="Sites">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Trial</th>
              <th scope="col">Site</th>
              <th scope="col" className="number">
                Patients
              </th>
              <th scope="col">State</th>
              <th scope="col">Acts</th>
            </tr>
          </thead>
          <tbody>
            {trials.map(({ trial, sites }) => (
              <Fragment key={trial}>
                {sites.map((site, at) => (
                  <SiteRow key={site.key} trial={trial} site={site} rows={at === 0 ? sites.length + 1 : 0} />
                ))}
                <tr>
                  <td colSpan={4}>
                    <NewSite trial={trial} />
                  </td>
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** The first row of a trial names it for all of its rows. */
function SiteRow({ trial, site, rows }: { trial: string; site: Site; rows: number }) {
  const { setUp } = useProcedures();
  const rename = useMutation(setUp.renameSite.mutationOptions());
  const actOn = useMutation(setUp.actOnSite.mutationOptions());
  const of = { trial, site: site.key };
  const act = site.isClosed ? ("reopened" as const) : ("closed" as const);
  return (
    <tr data-site={`${trial}/${site.key}`}>
      {rows > 0 ? (
        <th scope="rowgroup" rowSpan={rows} className="align-top">
          {trial}
        </th>
      ) : null}
      <td className="min-w-56 align-top">
        {site.name}
        <span className="block text-xs text-faint">
          {site.key}
          {site.country ? `, ${site.country}` : ""}
        </span>
      </td>
      <td className="number align-top">{site.subjects}</td>
      <td className="min-w-56 align-top">
        {site.isClosed ? <strong className="font-semibold">■ closed</strong> : "□ open"}
        <ul className="grid gap-0.5 text-xs text-soft">
          {site.acts.map(({ number, act: done, at, by, reason }) => (
            <li key={number}>
              {done} <Moment at={at} /> by {by}: {reason}
            </li>
          ))}
        </ul>
      </td>
      <td className="min-w-64 align-top">
        <Act
          what="Rename"
          of={`site ${site.key} of ${trial}`}
          onSubmit={(form) =>
            rename.mutateAsync({ ...of, seen: site.name, name: text(form, "name"), reason: text(form, "reason") })
          }
        >
          <Field label="New name" name="name" defaultValue={site.name} autoComplete="off" maxLength={200} />
        </Act>
        <Act
          what={site.isClosed ? "Open again" : "Close"}
          of={`site ${site.key} of ${trial}`}
          onSubmit={(form) => actOn.mutateAsync({ ...of, act, reason: text(form, "reason") })}
        />
      </td>
    </tr>
  );
}

function NewSite({ trial }: { trial: string }) {
  const add = useMutation(useProcedures().setUp.addSite.mutationOptions());
  const submit = (form: FormData) => {
    const country = text(form, "country");
    const site = { id: text(form, "id"), name: text(form, "name"), ...(country === "" ? {} : { country }) };
    return add.mutateAsync({ trial, site, reason: text(form, "reason") });
  };
  return (
    <Act what="Add a site" of={`to ${trial}`} onSubmit={submit}>
      <Field label="Key" name="id" autoComplete="off" maxLength={64} />
      <Field label="Name" name="name" autoComplete="off" maxLength={200} />
      <Field label="Country" name="country" autoComplete="off" required={false} maxLength={60} />
    </Act>
  );
}

/** A form behind its name; what was refused is told in it, and it is empty and closed again after what was done. */
function Act({
  what,
  of,
  onSubmit,
  children,
}: {
  what: string;
  of: string;
  onSubmit: (form: FormData) => Promise<unknown>;
  children?: ReactNode;
}) {
  const { act, isBusy, problems } = useAct();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    if (!(await act(() => onSubmit(new FormData(element))))) return;
    element.reset();
    element.closest("details")?.removeAttribute("open");
  };
  return (
    <details>
      <summary className="inline-block cursor-pointer text-xs underline underline-offset-2">
        {what} …<span className="sr-only"> {of}</span>
      </summary>
      <form onSubmit={submit} method="post" aria-label={`${what} ${of}`} className="my-2 grid max-w-sm gap-2.5">
        <Refused problems={problems} />
        {children}
        <Field label="Reason" name="reason" autoComplete="off" maxLength={500} />
        <Button type="submit" disabled={isBusy} className="justify-self-start">
          {what}
        </Button>
      </form>
    </details>
  );
}

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();
