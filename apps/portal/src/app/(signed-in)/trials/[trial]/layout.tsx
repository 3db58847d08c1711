import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { me } from "../../../../server/request-context.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly children: ReactNode;
}

/**
 * A trial that is not there, or not this person's, is not found before anything of a page is sent: with a skeleton on its way
 * first, the answer would have said 200. Pages that name more than a trial have no skeleton for the same reason; the frame says
 * that they are on their way (`ui/on-its-way.tsx`).
 */
export default async function TrialLayout({ params, children }: Props) {
  const [{ trial }, { trials }] = await Promise.all([params, me()]);
  if (!trials.some(({ key }) => key === trial)) notFound();
  return children;
}
