"use client";

import type { ImmuneEventTarget } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Hash } from "../../ui/hash.tsx";
import Link from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Field, fieldLook, TrialField } from "./form-parts.tsx";
import { ImmuneEventFields } from "./immune-event-fields.tsx";

interface NamedText {
  readonly name: string;
  readonly text: string;
}
type Speaks = "before-treatment" | "at-increase";

/** Registers a card or a signature: first it is checked and shown what would come of it, then it is registered. */
export function RegisterForm({
  trials,
  given,
  models,
}: {
  trials: readonly string[];
  /** The signature of a development, already chosen. */
  given: NamedText | null;
  /** Versions in use, that a new one may supersede. */
  models: readonly { readonly trial: string; readonly key: string; readonly version: string }[];
}) {
  const ids = { trial: useId(), file: useId(), name: useId(), version: useId(), speaks: useId(), former: useId() };
  const [trial, setTrial] = useState(trials[0] ?? "");
  const [file, setFile] = useState<NamedText | null>(given);
  const [name, setName] = useState("");
  const [version, setVersion] = useState("");
  const [speaks, setSpeaks] = useState<Speaks>("before-treatment");
  const [immuneEvent, setImmuneEvent] = useState<ImmuneEventTarget | null>(null);
  const [supersedes, setSupersedes] = useState("");
  const procedures = useProcedures();
  const check = useMutation(procedures.models.register.mutationOptions());
  const register = useMutation(procedures.models.register.mutationOptions());
  const forget = () => {
    check.reset();
    register.reset();
  };
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      forget();
      set(value);
    };
  const asked = (dryRun: boolean) => ({
    trial,
    file: file as NamedText,
    speaks,
    dryRun,
    ...(immuneEvent ? { immuneEvent } : {}),
    ...(name.trim() ? { name } : {}),
    ...(version.trim() ? { version } : {}),
    ...(supersedes ? { supersedes } : {}),
  });
  const checked = check.data;
  const formers = models.filter((m) => m.trial === trial && (!checked || m.key === checked.key));
  if (register.data)
    return (
      <Notice kind="done" title={register.data.isNew ? "Registered." : "Was registered already."} live>
        {register.data.key} version {register.data.version} in {trial}; research only until a locked protocol shows that
        it holds.{" "}
        <Link href={`/models/${register.data.id}`} className="underline underline-offset-2">
          To its card
        </Link>
      </Notice>
    );
  return (
    <Panel id="register" title="The model's file">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (file) check.mutate(asked(true));
        }}
      >
        <TrialField id={ids.trial} trials={trials} value={trial} onChange={change(setTrial)} />
        <Field
          id={ids.file}
          name="Card or signature"
          help={
            given
              ? `The model of this development is chosen (${given.name}); another file replaces it.`
              : "A card (nadir.model-card/1) or a signature (nadir.signature/1), as JSON. A card says of itself when it speaks and what it was called."
          }
        >
          <input
            id={ids.file}
            type="file"
            accept=".json,application/json"
            required={given === null}
            aria-describedby={`${ids.file}-help`}
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              if (chosen) void chosen.text().then((text) => change(setFile)({ name: chosen.name, text }));
              else change(setFile)(given);
            }}
          />
        </Field>
        <fieldset className="grid items-start gap-3 sm:grid-cols-3">
          <legend className="mb-1 text-sm text-soft">Of a signature alone:</legend>
          <Field id={ids.name} name="Name" help="Left empty: the file's own.">
            <input
              id={ids.name}
              className={fieldLook}
              value={name}
              onChange={(e) => change(setName)(e.target.value)}
              aria-describedby={`${ids.name}-help`}
            />
          </Field>
          <Field id={ids.version} name="Version" help="Left empty: the file's own.">
            <input
              id={ids.version}
              className={fieldLook}
              value={version}
              onChange={(e) => change(setVersion)(e.target.value)}
              aria-describedby={`${ids.version}-help`}
            />
          </Field>
          <Field id={ids.speaks} name="Speaks">
            <select
              id={ids.speaks}
              className={fieldLook}
              value={speaks}
              onChange={(e) => change(setSpeaks)(e.target.value as Speaks)}
            >
              <option value="before-treatment">before treatment</option>
              <option value="at-increase">at an increase</option>
            </select>
          </Field>
          <ImmuneEventFields value={immuneEvent} onChange={change(setImmuneEvent)} />
        </fieldset>
        <Field
          id={ids.former}
          name="Supersedes"
          help="The earlier version stays readable. It is no longer applied to patients, unless it is validated and this one is not."
        >
          <select
            id={ids.former}
            className={fieldLook}
            value={supersedes}
            aria-describedby={`${ids.former}-help`}
            onChange={(e) => change(setSupersedes)(e.target.value)}
          >
            <option value="">no earlier version</option>
            {formers.map((m) => (
              <option key={`${m.key} ${m.version}`} value={m.version}>
                {m.key} version {m.version}
              </option>
            ))}
          </select>
        </Field>
        <Button type="submit" disabled={file === null || check.isPending} className="justify-self-start">
          {check.isPending ? "Checking" : "Check"}
        </Button>
      </form>
      <div className="mt-4 grid gap-3" aria-live="polite">
        {[check.error, register.error].map((error) =>
          error ? (
            <Notice key={error.message} kind="refusal" live>
              {error.message.split("\n").map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </Notice>
          ) : null,
        )}
        {checked ? (
          <>
            <p className="text-sm">
              <strong>{checked.card.signature.title}</strong>: {checked.key} version {checked.version}, foretells{" "}
              {checked.card.signature.predicts}; {checked.card.signature.inputs.length} inputs. Card{" "}
              <Hash value={checked.documentHash} />.{" "}
              {checked.isNew ? "" : "The very same card is registered already; nothing would be added."}
            </p>
            {checked.warnings.map((warning) => (
              <Notice key={warning} kind="warning">
                {warning}
              </Notice>
            ))}
            <div className="flex flex-wrap items-center gap-3">
              <Button variant="primary" disabled={register.isPending} onClick={() => register.mutate(asked(false))}>
                Register in {trial}
              </Button>
              <Link href="/models" className={buttonLook("quiet")}>
                Leave it
              </Link>
              <p className="text-sm text-faint">
                A registered card is never changed; your name and the time stand with it.
              </p>
            </div>
          </>
        ) : null}
      </div>
    </Panel>
  );
}
