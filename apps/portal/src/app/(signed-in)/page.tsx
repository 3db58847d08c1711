import type { Metadata } from "next";
import { waitingCount } from "../../panels/trials/reads-waiting.tsx";
import { TrialCard } from "../../panels/trials/trial-card.tsx";
import { attempt } from "../../server/attempt.ts";
import { caller, me } from "../../server/request-context.ts";
import { buttonLook } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import Link from "../../ui/link.tsx";
import { PageHead } from "../../ui/page-head.tsx";

export const metadata: Metadata = { title: "Trials" };

export default async function TrialsPage() {
  const { trials: listed, reads, queries } = await caller();
  const [trials, person] = await Promise.all([listed.list(), me()]);
  // What waits is asked of those trials alone in which the person reads or decides; a trial that answers not shows no count.
  const waiting = new Map(
    await Promise.all(
      trials
        .filter(({ roles }) => roles.includes("reader") || roles.includes("adjudicator"))
        .map(async ({ key }) => [key, await attempt(reads.list({ trial: key }))] as const),
    ),
  );
  const readsOf = (key: string) => {
    const asked = waiting.get(key);
    return asked && "value" in asked ? asked.value : undefined;
  };
  // Who enters data has them in the worklist; a reader has no worklist.
  const asked = new Map(
    await Promise.all(
      trials
        .filter(({ roles }) => roles.includes("reader"))
        .map(async ({ key }) => [key, await attempt(queries.waiting({ trial: key }))] as const),
    ),
  );
  const queriesOf = (key: string) => {
    const told = asked.get(key);
    return told && "value" in told ? told.value.length : 0;
  };
  const waitFor = (key: string): number => {
    const own = readsOf(key);
    return (own ? waitingCount(own) : 0) + queriesOf(key);
  };
  // Where something waits for the person comes first; the others keep their order.
  const inOrder = [...trials.filter(({ key }) => waitFor(key) > 0), ...trials.filter(({ key }) => waitFor(key) === 0)];
  const mayImport = person.permissions.includes("import");
  const importLink = mayImport ? (
    <Link href="/import" className={buttonLook("plain")}>
      Import a trial
    </Link>
  ) : null;
  return (
    <div className="grid gap-5">
      <PageHead
        title="Trials"
        lead="The trials you belong to. Each patient's scans, lesions, treatments and bloods stand on one time line; each response is computed the same way for everyone."
        actions={trials.length > 0 ? importLink : null}
      />
      {trials.length === 0 ? (
        <Empty title="You belong to no trial yet" action={importLink}>
          An administrator makes you a member of a trial; then it stands here.
        </Empty>
      ) : (
        <div className="grid gap-4 md:grid-cols-2">
          {inOrder.map((trial) => (
            <TrialCard key={trial.key} trial={trial} reads={readsOf(trial.key)} queries={queriesOf(trial.key)} />
          ))}
        </div>
      )}
    </div>
  );
}
