import type { ReactNode } from "react";

/** To a feature's definition in the catalogue, in a tab of its own: what is on this page (a drawing, a choice) stays. */
export function FeatureLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <a href={`/features#${id}`} target="_blank" rel="noreferrer" className="underline-offset-2 hover:underline">
      {children}
    </a>
  );
}
