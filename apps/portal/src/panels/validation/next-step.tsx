"use client";

import type { JobView } from "@nadir/api/jobs";
import type { ProtocolDetail } from "@nadir/api/trial-validation";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Asked, Sign } from "../../shell/acts/asked.tsx";
import { problemsOf, type Told } from "../../shell/acts/told.ts";
import { FollowJob, JobLine } from "../../shell/follow-job.tsx";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button, buttonLook } from "../../ui/button.tsx";
import Link from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ActResult } from "./act-result.tsx";
import { Lodged, type LodgedTable, LodgePredictions } from "./lodge-predictions.tsx";
import { Opening } from "./opening-ceremony.tsx";

type Act = "preview" | "prepare" | "prove" | "lock" | "predict" | "report" | "verify";
type Meaning = "authored" | "approved for locking" | "reported" | "made void";

const titles: Readonly<Record<Act, string>> = {
  preview: "Counting the split",
  prepare: "Preparing and checking",
  prove: "Proving that nothing has seen the test set",
  lock: "Closing the lock",
  predict: "Computing the predictions",
  report: "Executing the plan",
  verify: "Deriving every figure again",
};

/** What can be done with the protocol now, by whoever may; each signature asks for the password anew. */
export function NextStep({ protocol }: { protocol: ProtocolDetail }) {
  const router = useRouter();
  const procedures = useProcedures();
  const [running, setRunning] = useState<{ act: Act; jobId: string } | null>(null);
  const [ended, setEnded] = useState<{ act: Act; job: JobView } | null>(null);
  const [lodged, setLodged] = useState<LodgedTable | null>(null);
  const [problems, setProblems] = useState<readonly Told[]>([]);
  const run = useMutation(procedures.protocols.run.mutationOptions());
  const sign = useMutation(procedures.protocols.sign.mutationOptions());
  const lodge = useMutation(procedures.protocols.lodge.mutationOptions());
  const open = useMutation(procedures.protocols.open.mutationOptions());
  const makeVoid = useMutation(procedures.protocols.void.mutationOptions());
  const { id, state, may, documentHash, document, family } = protocol;
  const isBusy =
    running !== null || run.isPending || lodge.isPending || sign.isPending || open.isPending || makeVoid.isPending;

  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0 || ended || lodged) told.current?.scrollIntoView({ block: "nearest" });
  }, [problems, ended, lodged]);

  const attempt = async (work: () => Promise<unknown>) => {
    setProblems([]);
    setEnded(null);
    setLodged(null);
    try {
      await work();
    } catch (error) {
      setProblems(problemsOf(error));
    }
    router.refresh();
  };
  const start = (act: Act) =>
    attempt(async () => {
      const { jobId } = await run.mutateAsync({ protocol: id, act });
      setRunning({ act, jobId });
    });
  const signed = (meaning: Meaning) => protocol.signatures.some((s) => s.current && s.meaning === meaning);
  const put = (meaning: Meaning) => (form: FormData) =>
    attempt(() => sign.mutateAsync({ protocol: id, meaning, documentHash, password: String(form.get("password")) }));
  const act = (name: Act, label: string, primary = false) => (
    <Button key={name} variant={primary ? "primary" : "plain"} disabled={isBusy} onClick={() => start(name)}>
      {label}
    </Button>
  );
  const isPrepared = document.frozen !== undefined;
  // What was fitted elsewhere is attested; there is nothing to fit again.
  const isProvable = !document.model.type.startsWith("imported");

  const steps: ReactNode[] = [];
  if (state === "draft" && may.writeProtocol)
    steps.push(
      <div key="write" className="flex flex-wrap gap-2">
        <Link href={`/validation/${id}/edit`} className={buttonLook("plain")}>
          Edit the plan
        </Link>
        {act("preview", "Preview the split")}
        {act("prepare", isPrepared ? "Prepare and check again" : "Prepare and check", !isPrepared)}
        {isPrepared && isProvable ? act("prove", "Prove again") : null}
      </div>,
    );
  if (state === "draft" && isPrepared && may.lock)
    steps.push(
      <Sign key="authored" title="Sign as author" done={signed("authored")} disabled={isBusy} onSign={put("authored")}>
        I wrote this text; it says what will be analysed.
      </Sign>,
      <Sign
        key="approved"
        title="Approve for locking"
        done={signed("approved for locking")}
        disabled={isBusy}
        onSign={put("approved for locking")}
      >
        Another person than the author: I have read this text and approve that it is locked.
      </Sign>,
      <div key="lock">
        {signed("authored") && signed("approved for locking")
          ? act("lock", "Lock the protocol", true)
          : "It is locked once both have signed this very text."}
      </div>,
    );
  if (state === "locked" && may.lock)
    steps.push(
      document.model.type === "imported-predictions" ? (
        <LodgePredictions
          key="lodge"
          protocol={id}
          testSubjects={protocol.sets.find((s) => s.set === "test")?.subjects ?? 0}
          disabled={isBusy}
          onLodge={(csv) => attempt(async () => setLodged(await lodge.mutateAsync({ protocol: id, csv })))}
        />
      ) : (
        <div key="p">{act("predict", "Commit the predictions", true)}</div>
      ),
    );
  if ((state === "locked" || state === "predicted") && may.writeProtocol)
    steps.push(
      <div key="amend" className="flex flex-wrap gap-2">
        <Link href={`/validation/${id}/edit`} className={buttonLook("plain")}>
          Amend as a new version
        </Link>
        {isProvable ? act("prove", "Prove again") : null}
      </div>,
    );
  if (state === "predicted" && may.open)
    steps.push(
      <Opening
        key="open"
        family={family}
        testSet={document.split.testSet}
        earlier={protocol.openings.length}
        disabled={isBusy}
        onOpen={(form) =>
          attempt(() => {
            const [a, b] = [String(form.get("halfA")).trim(), String(form.get("halfB")).trim()];
            return open.mutateAsync({
              protocol: id,
              family: String(form.get("family")),
              password: String(form.get("password")),
              ...(a || b ? { halves: { a, b } } : {}),
            });
          })
        }
      />,
    );
  if (state === "opened" && may.open)
    steps.push(<div key="r">{act("report", "Execute the plan and file the report", true)}</div>);
  if (state === "reported" && may.readReport)
    steps.push(<div key="v">{act("verify", "Derive every figure again")}</div>);
  if (state === "reported" && may.open && !signed("reported"))
    steps.push(
      <Sign key="reported" title="Sign the report" done={false} disabled={isBusy} onSign={put("reported")}>
        I have read the report; it executes the plan that was locked.
      </Sign>,
    );
  if (["draft", "locked", "predicted"].includes(state) && may.lock)
    steps.push(
      <details key="void" className="text-sm">
        <summary className="cursor-pointer text-soft">Make the protocol void</summary>
        <div className="mt-2 grid gap-3">
          <p className="max-w-[80ch] text-faint">
            What two persons signed, two make void: one signs here first, the other gives the reason and closes it. The
            protocol stays to be seen and can do nothing more.
          </p>
          {state === "draft" ? null : (
            <Sign title="Sign that it is void" done={signed("made void")} disabled={isBusy} onSign={put("made void")}>
              This protocol shall not be opened.
            </Sign>
          )}
          <Asked
            label="Close it as void"
            disabled={isBusy}
            onSubmit={(form) =>
              attempt(() =>
                makeVoid.mutateAsync({
                  protocol: id,
                  reason: String(form.get("reason")),
                  password: String(form.get("password")),
                }),
              )
            }
          >
            <label className="grid gap-1">
              Reason
              <textarea name="reason" required rows={2} className={box} />
            </label>
          </Asked>
        </div>
      </details>,
    );
  if (steps.length === 0 && !running && problems.length === 0) return null;
  return (
    <Panel
      id="next"
      title="What can be done now"
      aside={
        isPrepared
          ? `prepared: split frozen, model ${isProvable ? "fitted" : "frozen elsewhere"}, checks passed`
          : undefined
      }
    >
      <div className="grid gap-4 text-sm">
        {steps}
        {/* Below: what comes and goes here must not move a button under somebody's second click. */}
        <div ref={told} className="grid gap-4 empty:hidden">
          {problems.length > 0 ? (
            <Notice kind="refusal" title="Refused. Nothing was changed." live>
              {problems.map((p) => (
                <p key={`${p.code} ${p.message}`}>{p.message}</p>
              ))}
            </Notice>
          ) : null}
          {running ? (
            <FollowJob
              jobId={running.jobId}
              onEnd={(job) => {
                setEnded({ act: running.act, job });
                setRunning(null);
                router.refresh();
              }}
            >
              {(job) => <JobLine title={titles[running.act]} job={job} />}
            </FollowJob>
          ) : null}
          {lodged ? <Lodged {...lodged} /> : null}
          {ended ? <ActResult act={ended.act} job={ended.job} /> : null}
        </div>
      </div>
    </Panel>
  );
}
