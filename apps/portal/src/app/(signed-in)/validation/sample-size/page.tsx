import { type Problem, Refusal, type SampleSizePlan } from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { requestOf, SIZE_QUESTIONS } from "../../../../panels/validation/sample-size-questions.ts";
import { SampleSizeResult } from "../../../../panels/validation/sample-size-result.tsx";
import { caller } from "../../../../server/request-context.ts";
import { Button, buttonLook } from "../../../../ui/button.tsx";
import { Empty } from "../../../../ui/empty.tsx";
import Link from "../../../../ui/link.tsx";
import { Notice } from "../../../../ui/notice.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { Panel } from "../../../../ui/panel.tsx";
import { Problems } from "../../../../ui/problems.tsx";

export const metadata: Metadata = { title: "Sample size" };

const input = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink tabular-nums";

/** A calculator in the address: what is typed in stands there, so that an answer can be sent on. */
export default async function SampleSizePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const typed = Object.fromEntries(Object.entries(given).flatMap(([k, v]) => (typeof v === "string" ? [[k, v]] : [])));
  const question = SIZE_QUESTIONS.find((q) => q.kind === typed["kind"]) ?? SIZE_QUESTIONS[0]!;
  const asked = question.fields.some((f) => f.name in typed) ? requestOf(question, typed) : null;
  const answer = asked && "request" in asked ? await planOf(asked.request) : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        crumbs={[{ label: "Validation", href: "/validation" }]}
        title="Sample size"
        lead="How many subjects it takes to develop a prediction model that does not overfit, or to test one with an interval narrow enough to say something."
      />
      <nav aria-label="Question" className="flex flex-wrap gap-2">
        {SIZE_QUESTIONS.map((q) => (
          <Link
            key={q.kind}
            href={`/validation/sample-size?kind=${q.kind}`}
            aria-current={q.kind === question.kind ? "page" : undefined}
            className={buttonLook(q.kind === question.kind ? "primary" : "plain")}
          >
            {q.title}
          </Link>
        ))}
      </nav>
      <Panel title={question.title}>
        <form method="get" aria-label={question.title} className="grid gap-4">
          <input type="hidden" name="kind" value={question.kind} />
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {question.fields.map((f) => (
              <label key={`${question.kind} ${f.name}`} className="grid gap-1 text-sm">
                {f.label}
                <input
                  name={f.name}
                  inputMode="decimal"
                  required={!f.optional}
                  defaultValue={typed[f.name] ?? f.example}
                  className={input}
                />
                <span className="text-xs text-faint">{f.hint}</span>
              </label>
            ))}
          </div>
          <div>
            <Button type="submit" variant="primary">
              Calculate
            </Button>
          </div>
        </form>
      </Panel>
      {asked && "faults" in asked ? (
        <div className="grid gap-2">
          {asked.faults.map((fault) => (
            <Notice key={fault} kind="refusal" live>
              {fault}
            </Notice>
          ))}
        </div>
      ) : null}
      {answer && "problems" in answer ? <Problems problems={answer.problems} /> : null}
      {answer && "plan" in answer ? <SampleSizeResult plan={answer.plan} /> : null}
      {asked === null ? (
        <Panel title="Answer" flush>
          <Empty title="Nothing calculated yet">The fields hold an example. Change them and calculate.</Empty>
        </Panel>
      ) : null}
    </div>
  );
}

/** A figure that the formula cannot take is a sentence here, and not a page that does not exist. */
async function planOf(
  request: Parameters<Awaited<ReturnType<typeof caller>>["planning"]["sampleSize"]>[0],
): Promise<{ readonly plan: SampleSizePlan } | { readonly problems: readonly Problem[] }> {
  try {
    return { plan: await (await caller()).planning.sampleSize(request) };
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof Refusal) return { problems: error.cause.problems };
    throw error;
  }
}
