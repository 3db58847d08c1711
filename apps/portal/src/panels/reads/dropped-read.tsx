import type { ReadForm } from "@nadir/api/reads";
import Link from "../../ui/link.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";

/** An amendment that was dropped, where a link or another tab still leads: that it counts for nothing, and what stands. */
export function DroppedRead({ form }: { form: ReadForm }) {
  return (
    <Notice kind="info" title="A dropped amendment">
      You dropped this amendment <Moment at={form.keptAt} />. It counts for nothing; the read that you signed stands.{" "}
      {form.amends ? <ToSignedRead trial={form.trial.key} session={form.amends.session} /> : null}
    </Notice>
  );
}

/** From an amendment to the read that it was to amend. */
export function ToSignedRead({ trial, session }: { trial: string; session: string }) {
  return (
    <Link href={`/trials/${trial}/reads/${session}`} className="underline">
      Go to the signed read
    </Link>
  );
}
