"use client";

import type { ReadForm } from "@nadir/api/reads";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import Link from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useGo } from "../../ui/on-its-way.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SignatureState } from "../../ui/signature-state.tsx";
import { ShownRead } from "./shown-read.tsx";

/** A read that is signed: what it says, its signature, and the way to amend it. */
export function SignedRead({ form, images }: { form: ReadForm; images: ReactNode }) {
  const go = useGo();
  const amend = useMutation(useProcedures().reads.amend.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const { signed, amendedBy, document, locked } = form;
  const place = `/trials/${form.trial.key}/reads`;
  const notice = amendedBy ? (
    <Notice kind="info" title="Amended">
      Another read amends this one; it stays here as it was signed.{" "}
      <Link href={`${place}/${amendedBy}`} className="underline">
        Go to the amendment
      </Link>
      .
    </Notice>
  ) : null;
  return (
    <ShownRead form={form} images={images} id="signed" title="Signed read" notice={notice}>
      {signed ? (
        <Panel id="signature" title="Signature">
          <div className="grid gap-2 text-sm">
            <SignatureState signature={signed} />
            {document.images?.length ? (
              <p className="text-soft">
                It is over {document.images.length === 1 ? "the image" : `the ${document.images.length} images`} that
                you had in sight, by their content.
              </p>
            ) : null}
            {amendedBy || locked ? null : (
              <details>
                <summary className="cursor-pointer font-medium">Amend this read</summary>
                <form
                  aria-label="Amend this read"
                  className="mt-2 grid max-w-xl gap-2"
                  onSubmit={(event) => {
                    event.preventDefault();
                    const reason = String(new FormData(event.currentTarget).get("reason"));
                    void act(async () => {
                      const { session } = await amend.mutateAsync({ session: form.session, reason });
                      go(`${place}/${session}`);
                    });
                  }}
                >
                  <Refused problems={problems} />
                  <label className="grid gap-1">
                    Why the signed read is amended
                    <input name="reason" required maxLength={500} className={box} />
                  </label>
                  <Button type="submit" disabled={isBusy} className="justify-self-start">
                    Begin the amendment
                  </Button>
                </form>
              </details>
            )}
          </div>
        </Panel>
      ) : null}
    </ShownRead>
  );
}
