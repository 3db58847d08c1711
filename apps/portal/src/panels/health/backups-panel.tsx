"use client";

import type { AppRouter } from "@nadir/api/trpc";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { count } from "../../ui/figures.ts";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { Field } from "../account/field.tsx";

type Backups = inferRouterOutputs<AppRouter>["health"]["backups"];
type Line = Backups["backups"][number];

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** The backups that were made, whether each was proved, and the making of another one. */
export function BackupsPanel({ isExternal, backups }: Backups) {
  return (
    <Panel
      id="backups"
      title="Backups"
      note="The whole installation: database, objects, keys and settings. A backup holds every secret, what is sealed too: it stays on the server, readable by its owner only, and nothing of it can be fetched from here. It lies in the folder that NADIR_BACKUPS names to the worker, beside NADIR_HOME where none is named; best on another disk."
    >
      <div className="grid gap-4 text-sm">
        {backups.length > 0 ? (
          <BackupsTable backups={backups} />
        ) : (
          <Empty title="No backup was made">
            Neither from here nor by <code className="font-mono">nadir backup</code>.
          </Empty>
        )}
        {isExternal ? (
          <p className="text-soft">
            The database is a server of your own: its keeper backs it up by its own means (pg_basebackup, pg_dump), and
            copies NADIR_HOME.
          </p>
        ) : (
          <MakeBackup />
        )}
      </div>
    </Panel>
  );
}

function BackupsTable({ backups }: { backups: readonly Line[] }) {
  return (
    <Scroll label="Backups">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Made</th>
            <th scope="col">Folder</th>
            <th scope="col">By</th>
            <th scope="col">Files</th>
            <th scope="col">Size</th>
            <th scope="col">Compared</th>
            <th scope="col">Restored on trial</th>
          </tr>
        </thead>
        <tbody>
          {backups.map(({ at, name, by, files, bytes, compared, restored }) => (
            <tr key={at.toISOString()}>
              <th scope="row">
                <Moment at={at} />
              </th>
              <td className="whitespace-nowrap font-mono text-xs">{name ?? "not noted"}</td>
              <td>{by ?? "command line"}</td>
              <td className="tabular-nums">{count(files)}</td>
              <td className="whitespace-nowrap tabular-nums">{megabytes(bytes)}</td>
              <td>
                <Proof of={compared} well="as copied" bad="not what was copied" />
              </td>
              <td>
                <Proof of={restored} well="its log holds" bad="did not hold" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Proof({ of, well, bad }: { of: Line["compared"]; well: string; bad: string }) {
  if (!of) return <span className="text-faint">not yet</span>;
  return (
    <span className={of.ok ? "text-good" : "text-bad"}>
      <span aria-hidden>{of.ok ? "✓" : "✗"}</span> {of.ok ? well : bad}, <Moment at={of.at} />
    </span>
  );
}

/** Asks for the password, then follows the job; the page is shown anew when it has ended. */
function MakeBackup() {
  const router = useRouter();
  const make = useMutation(useProcedures().health.makeBackup.mutationOptions());
  const [ended, setEnded] = useState<{ readonly failed: string | null } | null>(null);
  const start = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setEnded(null);
    make.mutate({ password: String(new FormData(event.currentTarget).get("password")) });
  };
  if (make.data)
    return (
      <FollowJob
        key={make.data.jobId}
        jobId={make.data.jobId}
        onEnd={({ state, message }) => {
          make.reset();
          setEnded({ failed: state === "failed" ? (message ?? "") : null });
          router.refresh();
        }}
      >
        {(job) => <JobLine title="Making the backup" job={job} />}
      </FollowJob>
    );
  return (
    <form onSubmit={start} method="post" className="grid max-w-sm gap-2.5">
      {make.error ? (
        <Notice kind="refusal" title="No backup was begun." live>
          {make.error.message}
        </Notice>
      ) : null}
      {ended?.failed ? (
        <Notice kind="refusal" title="The backup did not come to its end." live>
          {ended.failed}
        </Notice>
      ) : null}
      {ended && ended.failed === null ? (
        <Notice kind="done" title="The backup is made, compared, and restored on trial." live />
      ) : null}
      <p className="text-soft">
        While people work. Every file is compared with its SHA-256, then the backup is restored on trial and the log in
        it recomputed; other jobs wait meanwhile.
      </p>
      <Field label="Your password" name="password" type="password" autoComplete="current-password" />
      <Button type="submit" disabled={make.isPending} className="justify-self-start">
        Make a backup now
      </Button>
    </form>
  );
}
