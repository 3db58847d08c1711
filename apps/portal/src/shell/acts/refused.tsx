import { Notice } from "../../ui/notice.tsx";
import { isOfOldState, type Told } from "./told.ts";

/** Why an act of a form was refused; what was typed stays where it is. */
export function Refused({ problems }: { problems: readonly Told[] }) {
  if (problems.length === 0) return null;
  return (
    <Notice kind="refusal" live>
      {problems.map((p) => (
        <p key={`${p.code} ${p.message}`}>{p.message}</p>
      ))}
      {isOfOldState(problems) ? <p>What stands now is shown; what you typed is kept.</p> : null}
    </Notice>
  );
}
