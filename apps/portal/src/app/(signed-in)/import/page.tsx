import type { Metadata } from "next";
import { ImportFlow } from "../../../panels/import/import-flow.tsx";
import { me } from "../../../server/request-context.ts";
import { NotForYou } from "../../../ui/not-for-you.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { PageHead } from "../../../ui/page-head.tsx";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage() {
  const { permissions, trials } = await me();
  if (!permissions.includes("import")) return <NotForYou what="Importing" permission="import" />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        title="Import"
        lead="One manifest (trial.yaml) beside CSV tables and image files: subjects, visits, lesions, measurements, treatments, bloods, images and masks. All of it, or nothing."
      />
      {permissions.includes("administer") ? null : (
        <Notice title="Into trials that are there.">
          You may import into{" "}
          {trials
            .filter((trial) => trial.permissions.includes("import"))
            .map((trial) => trial.key)
            .join(", ")}
          . A new trial is made by an administrator.
        </Notice>
      )}
      <ImportFlow />
    </div>
  );
}
