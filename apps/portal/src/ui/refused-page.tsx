import type { Problem } from "@nadir/domain";
import { buttonLook } from "./button.tsx";
import Link from "./link.tsx";
import { type Crumb, PageHead } from "./page-head.tsx";

export interface WayBack {
  readonly href: string;
  readonly label: string;
}

const TRIALS: WayBack = { href: "/", label: "Back to the trials" };

/** A page whose answer was refused: what it would have been, why it is not, and the way back. */
export function RefusedPage({
  what,
  problems,
  crumbs = [],
  back = TRIALS,
}: {
  /** What the page shows, as its heading names it. */
  what: string;
  problems: readonly Pick<Problem, "code" | "message">[];
  crumbs?: readonly Crumb[];
  back?: WayBack;
}) {
  const isOfRole = problems.some(({ code }) => code === "NOT_ALLOWED");
  return (
    <div className="grid gap-4">
      <PageHead
        crumbs={crumbs}
        title={isOfRole ? `${what} is not part of your role` : `${what} cannot be shown`}
        lead={problems.map(({ code, message }) => <p key={`${code} ${message}`}>{message}</p>)}
      />
      <p>
        <Link href={back.href} className={buttonLook("plain")}>
          {back.label}
        </Link>
      </p>
    </div>
  );
}
