"use client";

import type { ReadForm } from "@nadir/api/reads";
import { nextLesionId, type ReadLesion } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { criterionName } from "../../ui/criterion-names.ts";
import { Notice } from "../../ui/notice.tsx";
import { useGo } from "../../ui/on-its-way.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type JumpAsked, JumpContext } from "../viewer/jump-to-lesion.ts";
import { RecordedLinesContext } from "../viewer/recorded-lines.ts";
import { BesideImages } from "./beside-images.tsx";
import { DropAmendment } from "./drop-amendment.tsx";
import { ToSignedRead } from "./dropped-read.tsx";
import { ImagesChanged } from "./images-changed.tsx";
import { keepHere } from "./kept-here.ts";
import { LesionFields } from "./lesion-fields.tsx";
import { ownLines } from "./lines-of-read.ts";
import { MeasureContext, type Measured } from "./measured.ts";
import { NonTargetFields } from "./non-target-fields.tsx";
import { SignPanel } from "./sign-panel.tsx";
import { takenOver } from "./taken-over.ts";
import { useDraft } from "./use-draft.ts";

const GROUPS = [
  { role: "target", title: "Targets" },
  { role: "non-target", title: "Non-target lesions" },
  { role: "new", title: "New lesions" },
] as const;
const KEEPING_WORDS = {
  kept: "✓ kept",
  changed: "○ being typed",
  keeping: "◐ keeping",
  failed: "× not kept yet",
  stale: "× kept elsewhere meanwhile",
  dropped: "× dropped elsewhere meanwhile",
} as const;
/** A reader's draft of one scan: the images, its lesions, the non-target disease, and the signature. */
export function ReadEditor({ form, images }: { form: ReadForm; images: ReactNode }) {
  const draft = useDraft(form);
  const { document, keeping } = draft;
  const go = useGo();
  const { reads } = useProcedures();
  const sign = useMutation(reads.sign.mutationOptions());
  const drop = useMutation(reads.dropAmendment.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const dropping = useAct();
  const isFollowUp = form.visit.role !== "baseline" && form.visit.role !== "pre-baseline";
  const setLesions = (lesions: readonly ReadLesion[]) => draft.change({ ...document, lesions: [...lesions] });
  const setLesion = (next: ReadLesion) => setLesions(document.lesions.map((l) => (l.id === next.id ? next : l)));
  const add = (role: ReadLesion["role"]) =>
    setLesions([
      ...document.lesions,
      {
        id: nextLesionId(form.readerRole, role, [...form.taken, ...document.lesions.map(({ id }) => id)]),
        role,
        organ: form.trial.disease === "glioma" ? "brain" : "",
        location: "",
        node: false,
        component: form.trial.disease === "glioma" ? "enhancing" : null,
        certainty: null,
        longestMm: null,
        shortMm: null,
        volumeMm3: null,
        status: null,
        reason: "",
      },
    ]);
  const target = useMemo(
    () => ({
      lesions: document.lesions.map(({ id, organ }) => ({ id, words: organ === "" ? id : `${id}, ${organ}` })),
      visit: form.visit.id,
      onMeasured: (lesion: string, measured: Measured) =>
        draft.change({
          ...document,
          lesions: document.lesions.map((l) => (l.id === lesion ? takenOver(l, measured) : l)),
        }),
    }),
    [document, draft.change, form.visit.id],
  );
  const lines = useMemo(() => ownLines(form, document), [form, document]);
  const [jump, setJump] = useState<JumpAsked | null>(null);
  const goToLesion = ({ id, centreMm }: ReadLesion) =>
    setJump((last) => ({ lesion: id, centreMm: centreMm ?? null, n: (last?.n ?? 0) + 1 }));
  /** What an act was refused for may be that the draft is another by now: then the form says so. */
  const heeding = async <T,>(done: Promise<T>): Promise<T> => {
    try {
      return await done;
    } catch (error) {
      draft.heed(error);
      throw error;
    }
  };
  const isElsewhere = keeping === "stale" || keeping === "dropped";
  const signNow = (password: string) =>
    act(async () => {
      if (keeping !== "kept" && !(await draft.keep()))
        throw new Error("Not signed: the draft could not be kept first.");
      await heeding(
        sign.mutateAsync({
          ...{ session: form.session, version: draft.version.current, password },
          document: { ...document, images: form.document.images },
        }),
      );
      keepHere(form.session, null);
      go(`/trials/${form.trial.key}/reads`);
    });
  const dropNow = () =>
    dropping.act(async () => {
      // What was typed last goes into the record first, where the amendment stays as it was left.
      if (keeping === "changed") await draft.keep();
      const { session } = await heeding(drop.mutateAsync({ session: form.session, version: draft.version.current }));
      keepHere(form.session, null);
      go(`/trials/${form.trial.key}/reads/${session}`);
    });
  return (
    <MeasureContext value={target}>
      <ImagesChanged
        now={draft.haveImagesChanged || problems.some(({ code }) => code === "IMAGES_CHANGED")}
        before={form.haveImagesChanged}
        isAmendment={form.amends !== null}
        onLook={() =>
          act(async () => {
            if (keeping !== "kept" && !(await draft.keep())) throw new Error("The draft could not be kept first.");
            window.location.reload();
          })
        }
      />
      <BesideImages
        images={
          <RecordedLinesContext value={lines}>
            <JumpContext value={jump}>{images}</JumpContext>
          </RecordedLinesContext>
        }
      >
        {draft.isBroughtBack ? (
          <Notice kind="info">What you had typed here before the page was left is back; look it over.</Notice>
        ) : null}
        {keeping === "stale" ? (
          <Notice kind="refusal" title="Kept elsewhere meanwhile" live>
            <p>{draft.problems[0]?.message}</p>
            <p className="mt-2 flex flex-wrap gap-2">
              <Button onClick={() => void draft.settle("theirs")}>Load what was kept there</Button>
              <Button onClick={() => void draft.settle("mine")}>Keep what is here</Button>
            </p>
          </Notice>
        ) : null}
        {keeping === "dropped" && form.amends ? (
          <Notice kind="refusal" title="Dropped elsewhere meanwhile" live>
            You dropped this amendment in another window or on another device: it counts for nothing, and what is typed
            here is not kept. Your signed read stands.{" "}
            <ToSignedRead trial={form.trial.key} session={form.amends.session} />
          </Notice>
        ) : null}
        {keeping === "failed" ? (
          <Notice kind="warning" title="Not kept yet" live>
            <p>
              {draft.problems[0]?.message} What you typed stays in this tab; sign in in another one if your session has
              ended, then keep it.
            </p>
            <p className="mt-2">
              <Button onClick={() => void draft.keep()}>Keep it now</Button>
            </p>
          </Notice>
        ) : null}
        {GROUPS.filter(({ role }) => role !== "new" || isFollowUp).map(({ role, title }) => (
          <Panel
            key={role}
            id={role}
            title={title}
            flush
            aside={
              role === "target" ? (
                <span aria-live="polite" data-keeping={keeping}>
                  {KEEPING_WORDS[keeping]}
                </span>
              ) : null
            }
          >
            {document.lesions
              .filter((lesion) => lesion.role === role)
              .map((lesion) => (
                <LesionFields
                  key={lesion.id}
                  lesion={lesion}
                  form={form}
                  isLocked={false}
                  onChange={setLesion}
                  onGoTo={() => goToLesion(lesion)}
                  onRemove={() => setLesions(document.lesions.filter(({ id }) => id !== lesion.id))}
                />
              ))}
            {document.lesions.some((lesion) => lesion.role === role) ? null : (
              <p className="px-4 py-3 text-sm text-soft">None.</p>
            )}
            {isFollowUp === (role === "new") ? (
              <div className="border-t border-line px-4 py-3">
                <Button onClick={() => add(role)}>Add a {role === "new" ? "new" : role} lesion</Button>
              </div>
            ) : null}
          </Panel>
        ))}
        <NonTargetFields
          document={document}
          isFollowUp={isFollowUp}
          onChange={(part) => draft.change({ ...document, ...part })}
        />
        <SignPanel
          standing={draft.standing}
          criterion={criterionName(form.criterion)}
          isBusy={isBusy || dropping.isBusy || keeping === "keeping" || isElsewhere}
          problems={problems}
          onSign={(password) => void signNow(password)}
        />
        {form.amends ? (
          <DropAmendment
            isBusy={isBusy || dropping.isBusy || keeping === "keeping" || isElsewhere}
            problems={dropping.problems}
            onDrop={() => void dropNow()}
          />
        ) : null}
      </BesideImages>
    </MeasureContext>
  );
}
