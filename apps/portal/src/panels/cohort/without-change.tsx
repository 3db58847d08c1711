import Link from "../../ui/link.tsx";
import type { ListedPatient } from "./listed-patients.ts";

/** Who has no bar and why, each by name: nobody drops out unseen. */
export function WithoutChange({ trial, patients }: { trial: string; patients: readonly ListedPatient[] }) {
  const without = patients.filter(({ noChange }) => noChange !== null);
  const reasons = [...new Set(without.map(({ noChange }) => noChange as string))];
  if (without.length === 0) return null;
  return (
    <details className="mt-2 text-sm">
      <summary>{without.length} without a bar: no change known until progression</summary>
      <dl className="mt-1 grid max-h-60 gap-1 overflow-y-auto">
        {reasons.map((reason) => (
          <div key={reason}>
            <dt className="text-faint">{reason}</dt>
            <dd className="flex flex-wrap gap-x-3">
              {without
                .filter((p) => p.noChange === reason)
                .map(({ subject }) => (
                  <Link
                    key={subject}
                    href={`/trials/${trial}/patients/${subject}`}
                    className="underline underline-offset-2"
                  >
                    {subject}
                  </Link>
                ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
