import type { Metadata } from "next";
import Link from "next/link";
import { CardPanels } from "../../../../panels/models/card-panels.tsx";
import { StandingMark } from "../../../../panels/models/standing-mark.tsx";
import { attempt } from "../../../../server/attempt.ts";
import { caller } from "../../../../server/request-context.ts";
import { PageHead } from "../../../../ui/page-head.tsx";
import { Problems } from "../../../../ui/problems.tsx";

export const metadata: Metadata = { title: "Model card" };

/** One model's card. */
export default async function ModelPage({ params }: { params: Promise<{ model: string }> }) {
  const asked = await attempt((await caller()).models.read({ model: (await params).model }));
  if ("problems" in asked) return <Problems problems={asked.problems} />;
  const model = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[{ label: "Models", href: "/models" }]}
        title={model.title}
        lead={`Version ${model.version}; foretells ${model.predicts}.`}
        actions={<StandingMark standing={model.standing} />}
      />
      <CardPanels model={model} />
      <p className="text-sm">
        <Link href={`/trials/${model.trial}`} className="underline underline-offset-2">
          To the trial {model.trialTitle}
        </Link>
      </p>
    </div>
  );
}
