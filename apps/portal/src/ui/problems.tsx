import type { Problem } from "@nadir/domain";
import { Notice } from "./notice.tsx";

/** Why something was refused, one sentence each. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <div className="grid gap-2">
      {problems.map((problem) => (
        <Notice key={`${problem.code} ${problem.message}`} kind="refusal" live>
          {problem.message}
        </Notice>
      ))}
    </div>
  );
}
