import type { Metadata } from "next";
import { Letter } from "../../../../../../../../panels/board/letter.tsx";
import { PrintButton } from "../../../../../../../../panels/board/print-button.tsx";
import { TrialRefused } from "../../../../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../../../../server/attempt.ts";
import { caller } from "../../../../../../../../server/request-context.ts";
import { PageHead } from "../../../../../../../../ui/page-head.tsx";

interface Props {
  readonly params: Promise<{ trial: string; meeting: string; patient: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Decision of the board on ${(await params).patient}` };
}

/** One page to print or to keep as PDF: the question, what the board saw, and what it decided. */
export default async function LetterPage({ params }: Props) {
  const { trial, meeting, patient: subject } = await params;
  const { board, trials } = await caller();
  const asked = await attempt(
    Promise.all([board.case({ trial, meeting, subject }), trials.patient({ trial, subject })]),
  );
  if ("problems" in asked) return <TrialRefused trial={trial} what="The tumour board" problems={asked.problems} />;
  const [found, patient] = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="print:hidden">
        <PageHead
          crumbs={[{ label: subject, href: `/trials/${trial}/board/${meeting}/${subject}` }]}
          title="Page to print"
          lead="One sheet of A4. The print dialog keeps it as a PDF."
          actions={<PrintButton />}
        />
      </div>
      <Letter found={found} patient={patient} />
    </div>
  );
}
