"use client";

import type { ReadForm } from "@nadir/api/reads";
import { type ReactNode, useMemo, useState } from "react";
import { Panel } from "../../ui/panel.tsx";
import { type JumpAsked, JumpContext } from "../viewer/jump-to-lesion.ts";
import { RecordedLinesContext } from "../viewer/recorded-lines.ts";
import { BesideImages } from "./beside-images.tsx";
import { LesionsRead } from "./lesions-read.tsx";
import { ownLines } from "./lines-of-read.ts";

/** A read as it was kept, beside its images: it is looked at, and nothing of it is changed. */
export function ShownRead({
  form,
  images,
  id,
  title,
  notice = null,
  children = null,
}: {
  form: ReadForm;
  images: ReactNode;
  id: string;
  title: string;
  /** What is to be known before the read is looked at. */
  notice?: ReactNode;
  children?: ReactNode;
}) {
  const { document } = form;
  const lines = useMemo(() => ownLines(form, document), [form, document]);
  const [jump, setJump] = useState<JumpAsked | null>(null);
  return (
    <BesideImages
      images={
        <RecordedLinesContext value={lines}>
          <JumpContext value={jump}>{images}</JumpContext>
        </RecordedLinesContext>
      }
    >
      {notice}
      <Panel id={id} title={title} flush>
        <LesionsRead
          {...document}
          onGoTo={({ id, centreMm }) =>
            setJump((last) => ({ lesion: id, centreMm: centreMm ?? null, n: (last?.n ?? 0) + 1 }))
          }
        />
      </Panel>
      {children}
    </BesideImages>
  );
}
