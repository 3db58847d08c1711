import { Notice } from "../../ui/notice.tsx";
import type { Told } from "../validation/told.ts";

export function Refused({ problems }: { problems: readonly Told[] }) {
  if (problems.length === 0) return null;
  return (
    <Notice kind="refusal" live>
      {problems.map(({ code, message }) => (
        <p key={`${code} ${message}`}>{message}</p>
      ))}
    </Notice>
  );
}
