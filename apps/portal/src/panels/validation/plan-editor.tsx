"use client";

import { fieldWords } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { problemsOf, type Told } from "../../shell/acts/told.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { KeptWords } from "../../shell/typed/kept-words.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { BeginFromPlan } from "./begin-from-plan.tsx";
import { blocksThatDiffer } from "./kept-plan.ts";
import { PlanField } from "./plan-field.tsx";
import { blockHelp } from "./plan-help.ts";
import { blank, type JsonRecord, type PlanNode } from "./plan-node.ts";
import { useKeptPlan } from "./use-kept-plan.ts";

export type EditorAim =
  | { readonly kind: "new" }
  /** `seen`: the hash of the text that this editor began from. */
  | { readonly kind: "edit"; readonly protocol: string; readonly seen: string }
  | { readonly kind: "amend"; readonly protocol: string };

const differing = (blocks: readonly string[]): string =>
  blocks.length === 0
    ? "The text as it stands says the same."
    : `The text as it stands says something else in: ${blocks.map(fieldWords).join(", ")}.`;

const HIDDEN = new Set(["schema"]);

/** The whole plan, block by block, each with its meaning. Saving reads it as the lock will, and marks every fault in its place. */
export function PlanEditor({
  schema,
  plan,
  aim,
  person,
}: {
  schema: PlanNode;
  plan: JsonRecord | null;
  aim: EditorAim;
  /** The id of whoever writes: what is typed is kept in the tab for them alone. */
  person: string;
}) {
  const [draft, setDraft] = useState<JsonRecord>(() => plan ?? (blank(schema) as JsonRecord));
  // Text boxes keep what they began with: another plan gets boxes of its own.
  const [began, setBegan] = useState(0);
  const [reason, setReason] = useState("");
  const seen = aim.kind === "edit" ? aim.seen : "";
  /** The hash of the text from which what is typed was begun: what came back may be from another than the one that stands. */
  const [begunFrom, setBegunFrom] = useState(seen);
  const kept = useKeptPlan({ person, aim }, { draft, reason, seen: begunFrom }, (before) => {
    setDraft(before.draft);
    setReason(before.reason);
    setBegunFrom(before.seen);
    setBegan((n) => n + 1);
  });
  const discard = () => {
    kept.clear();
    setDraft(plan ?? (blank(schema) as JsonRecord));
    setReason("");
    setBegunFrom(seen);
    setProblems([]);
    setBegan((n) => n + 1);
  };
  const [problems, setProblems] = useState<readonly Told[]>([]);
  const router = useRouter();
  const procedures = useProcedures();
  const create = useMutation(procedures.protocols.create.mutationOptions());
  const edit = useMutation(procedures.protocols.edit.mutationOptions());
  const amend = useMutation(procedures.protocols.amend.mutationOptions());
  // Saved, it leads on: until then nothing is typed that would go nowhere.
  const [isSaved, setIsSaved] = useState(false);
  const isSaving = create.isPending || edit.isPending || amend.isPending || isSaved;
  const faults = new Map(problems.flatMap((p) => (p.where?.path ? [[p.where.path, p.message] as const] : [])));
  const faultsIn = (block: string) =>
    [...faults.keys()].filter((path) => path === block || path.startsWith(`${block}.`)).length;

  const stored = async (): Promise<string> => {
    switch (aim.kind) {
      case "new":
        return (await create.mutateAsync({ plan: draft })).protocolId;
      case "edit":
        await edit.mutateAsync({ protocol: aim.protocol, plan: draft, seen: aim.seen });
        return aim.protocol;
      case "amend":
        return (await amend.mutateAsync({ protocol: aim.protocol, plan: draft, reason })).protocolId;
    }
  };
  const save = async () => {
    setProblems([]);
    try {
      const id = await stored();
      setIsSaved(true);
      kept.clear();
      router.push(`/validation/${id}`);
      router.refresh();
    } catch (error) {
      setProblems(problemsOf(error));
      window.scrollTo({ top: 0 });
    }
  };

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {problems.length > 0 ? (
        <Notice
          kind="refusal"
          title={`Not saved: ${problems.length} ${problems.length === 1 ? "fault" : "faults"}.`}
          live
        >
          <ul className="mt-1 list-disc pl-4">
            {problems.slice(0, 12).map((p) => (
              <li key={`${p.code} ${p.message}`}>{p.message}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <KeptWords state={kept.state} meanwhile="until you save it" onDiscard={discard} />
      {begunFrom !== seen && plan ? (
        <Notice kind="info" title="The text of this protocol was changed since you began to type.">
          Below is what you typed. {differing(blocksThatDiffer(plan, draft))} Saving writes yours in its place.
        </Notice>
      ) : null}
      <fieldset disabled={isSaving} className="grid min-w-0 gap-3">
        {aim.kind === "new" ? (
          <BeginFromPlan
            onPlan={(begun) => {
              setProblems([]);
              setDraft(begun);
              kept.note({ draft: begun });
              setBegan((n) => n + 1);
            }}
          />
        ) : null}
        {Object.entries(schema.properties ?? {}).map(([block, node]) =>
          HIDDEN.has(block) ? null : (
            <details
              key={`${block} ${began}`}
              className="rounded-md border border-line bg-surface"
              open={faultsIn(block) > 0 || undefined}
            >
              <summary className="cursor-pointer px-4 py-2.5 text-base font-semibold">
                {fieldWords(block)}
                {faultsIn(block) > 0 ? (
                  <span className="ml-2 text-sm text-bad">× {faultsIn(block)} to mend</span>
                ) : null}
                <span className="block text-sm font-normal text-faint">{blockHelp[block]}</span>
              </summary>
              <div className="border-t border-line p-4">
                <PlanField
                  name={block}
                  node={node}
                  value={draft[block]}
                  path={block}
                  faults={faults}
                  onChange={(value) => {
                    setDraft((before) => ({ ...before, [block]: value }));
                    kept.note({ draft: { ...draft, [block]: value } });
                  }}
                />
              </div>
            </details>
          ),
        )}
        {aim.kind === "amend" ? (
          <label className="grid gap-1 text-sm font-medium">
            Reason of the amendment
            <textarea
              required
              rows={2}
              value={reason}
              onChange={(e) => {
                setReason(e.target.value);
                kept.note({ reason: e.target.value });
              }}
              className="rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm"
            />
          </label>
        ) : null}
      </fieldset>
      <Button type="submit" variant="primary" disabled={isSaving} className="justify-self-start">
        {isSaving ? "Saving …" : aim.kind === "amend" ? "Write the next version" : "Save the draft"}
      </Button>
    </form>
  );
}
