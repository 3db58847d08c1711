import type { Metadata } from "next";
import { DevelopForm } from "../../../../panels/models/develop-form.tsx";
import { me } from "../../../../server/request-context.ts";
import { Notice } from "../../../../ui/notice.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";

export const metadata: Metadata = { title: "Develop models" };

/** Has models developed and compared under nested resampling. */
export default async function DevelopPage() {
  const trials = (await me()).trials.filter((t) => t.permissions.includes("write-protocol")).map((t) => t.key);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[{ label: "Models", href: "/models" }]}
        title="Develop models"
        lead="Every step that learns is fitted inside the folds. What comes out is development, not validation; its record stays with the trial."
      />
      {trials.length === 0 ? (
        <Notice kind="info">Models are developed by the statistician of a trial; you hold that role in none.</Notice>
      ) : (
        <DevelopForm trials={trials} />
      )}
    </div>
  );
}
