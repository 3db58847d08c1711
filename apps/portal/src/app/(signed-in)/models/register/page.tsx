import type { Metadata } from "next";
import { RegisterForm } from "../../../../panels/models/register-form.tsx";
import { attempt } from "../../../../server/attempt.ts";
import { caller, me } from "../../../../server/request-context.ts";
import { Notice } from "../../../../ui/notice.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { RefusedPage } from "../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Register a model" };

/** Registers a model from a file, or the one of a development. */
export default async function RegisterPage({ searchParams }: { searchParams: Promise<{ development?: string }> }) {
  const { development } = await searchParams;
  const { models } = await caller();
  const trials = (await me()).trials.filter((t) => t.permissions.includes("write-protocol")).map((t) => t.key);
  const asked = development ? await attempt(models.development({ development })) : null;
  if (asked && "problems" in asked)
    return (
      <RefusedPage
        what="Registering a model"
        problems={asked.problems}
        crumbs={[{ label: "Models", href: "/models" }]}
        back={{ href: "/models", label: "Back to models" }}
      />
    );
  const found = asked?.value ?? null;
  const list = (await models.list()).models.filter((m) => m.supersededBy === null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[{ label: "Models", href: "/models" }]}
        title="Register a model"
        lead="A model is checked first: its shape, its features, its version. Once registered it is never changed; a changed one has its own version."
      />
      {trials.length === 0 ? (
        <Notice kind="info">Models are registered by the statistician of a trial; you hold that role in none.</Notice>
      ) : (
        <RegisterForm
          trials={found ? [found.trial, ...trials.filter((t) => t !== found.trial)] : trials}
          given={
            found?.record.signature
              ? { name: `model of ${found.plan}`, text: JSON.stringify(found.record.signature) }
              : null
          }
          models={list.map(({ trial, key, version }) => ({ trial, key, version }))}
        />
      )}
    </div>
  );
}
