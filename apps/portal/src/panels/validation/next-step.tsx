"use client";

import type { JobView } from "@nadir/api/jobs";
import type { ProtocolDetail } from "@nadir/api/trial-validation";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ActJob } from "./act-job.tsx";
import { ActResult } from "./act-result.tsx";
import { problemsOf, type Told } from "./told.ts";

type Act = "preview" | "prepare" | "prove" | "lock" | "predict" | "report" | "verify";
type Meaning = "authored" | "approved for locking" | "reported" | "made void";
const box = "rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm text-ink";

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
  const [problems, setProblems] = useState<readonly Told[]>([]);
  const run = useMutation(procedures.protocols.run.mutationOptions());
  const sign = useMutation(procedures.protocols.sign.mutationOptions());
  const open = useMutation(procedures.protocols.open.mutationOptions());
  const makeVoid = useMutation(procedures.protocols.void.mutationOptions());
  const { id, state, may, documentHash, document, family } = protocol;
  const isBusy = running !== null || run.isPending || sign.isPending || open.isPending || makeVoid.isPending;

  const attempt = async (work: () => Promise<unknown>) => {
    setProblems([]);
    setEnded(null);
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

  const steps: ReactNode[] = [];
  if (state === "draft" && may.writeProtocol)
    steps.push(
      <div key="write" className="flex flex-wrap gap-2">
        <Link href={`/validation/${id}/edit`} className={buttonLook("plain")}>
          Edit the plan
        </Link>
        {act("preview", "Preview the split")}
        {act("prepare", isPrepared ? "Prepare and check again" : "Prepare and check", !isPrepared)}
        {isPrepared ? act("prove", "Prove again") : null}
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
  if (state === "locked" && may.lock) steps.push(<div key="p">{act("predict", "Commit the predictions", true)}</div>);
  if ((state === "locked" || state === "predicted") && may.writeProtocol)
    steps.push(
      <div key="amend" className="flex flex-wrap gap-2">
        <Link href={`/validation/${id}/edit`} className={buttonLook("plain")}>
          Amend as a new version
        </Link>
        {act("prove", "Prove again")}
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
      aside={isPrepared ? "prepared: split frozen, model fitted, checks passed" : undefined}
    >
      <div className="grid gap-4 text-sm">
        {problems.length > 0 ? (
          <Notice kind="refusal" title="Refused. Nothing was changed." live>
            {problems.map((p) => (
              <p key={`${p.code} ${p.message}`}>
                {p.message} <code className="font-mono text-xs">{p.code}</code>
              </p>
            ))}
          </Notice>
        ) : null}
        {running ? (
          <ActJob
            title={titles[running.act]}
            jobId={running.jobId}
            onEnd={(job) => {
              setEnded({ act: running.act, job });
              setRunning(null);
              router.refresh();
            }}
          />
        ) : null}
        {ended ? <ActResult act={ended.act} job={ended.job} /> : null}
        {steps}
      </div>
    </Panel>
  );
}

/** A form that asks for the password before it does anything. */
function Asked({
  label,
  disabled,
  onSubmit,
  children,
}: {
  label: string;
  disabled: boolean;
  onSubmit: (form: FormData) => void;
  children?: ReactNode;
}) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
    event.currentTarget.reset();
  };
  return (
    <form onSubmit={submit} className="grid max-w-xl gap-2.5">
      {children}
      <label className="grid gap-1">
        Your password
        <input name="password" type="password" autoComplete="current-password" required className={box} />
      </label>
      <Button type="submit" disabled={disabled} className="justify-self-start">
        {label}
      </Button>
    </form>
  );
}

function Sign({
  title,
  done,
  disabled,
  onSign,
  children,
}: {
  title: string;
  done: boolean;
  disabled: boolean;
  onSign: (form: FormData) => void;
  children: ReactNode;
}) {
  if (done) return <p className="font-medium text-good">✓ {title}: signed over this text</p>;
  return (
    <details>
      <summary className="cursor-pointer font-medium">{title}</summary>
      <div className="mt-2 grid gap-2">
        <p className="text-soft">{children}</p>
        <Asked label="Sign" disabled={disabled} onSubmit={onSign} />
      </div>
    </details>
  );
}

/** The ceremony: what will happen, the name typed out, both custodians' halves, the password. It cannot be taken back. */
function Opening({
  family,
  testSet,
  earlier,
  disabled,
  onOpen,
}: {
  family: string;
  testSet: string;
  earlier: number;
  disabled: boolean;
  onOpen: (form: FormData) => void;
}) {
  return (
    <section
      aria-label="Opening of the test set"
      className="grid gap-3 rounded-md border-2 border-warn bg-warn-soft p-4"
    >
      <h3 className="text-base font-semibold">Open the test set {testSet}</h3>
      <p className="max-w-[80ch]">
        The outcomes are released once, to the analysis of this protocol, and cannot be sealed again. A second opening
        is refused for ever.{" "}
        {earlier > 0
          ? `This set has been opened ${earlier} times before: the report will call it previously seen.`
          : ""}
      </p>
      <Asked label="Open the outcomes, once" disabled={disabled} onSubmit={onOpen}>
        <label className="grid gap-1">
          Type the protocol's name, {family}
          <input name="family" required autoComplete="off" className={box} />
        </label>
        <label className="grid gap-1">
          Half of the key from the first custodian
          <input name="halfA" type="password" autoComplete="off" className={box} />
        </label>
        <label className="grid gap-1">
          Half of the key from the second custodian
          <input name="halfB" type="password" autoComplete="off" className={box} />
        </label>
        <p className="text-xs text-soft">Leave both empty where this installation keeps the custodians' folders.</p>
      </Asked>
    </section>
  );
}
