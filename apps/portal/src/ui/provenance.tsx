import { Notice } from "./notice.tsx";

interface DataProvenance {
  readonly origin: string;
  readonly licence: string;
  readonly citation: string;
  readonly notice?: string | undefined;
}

/** The sentence that must stand beside data of another source, and where the data came from one click away. */
export function Provenance({ provenance }: { provenance: DataProvenance }) {
  return (
    <Notice kind={provenance.notice ? "warning" : "info"} title={provenance.notice ?? `Data of ${provenance.origin}.`}>
      <details className="mt-1 text-soft">
        <summary className="inline-block underline underline-offset-2">Source and licence</summary>
        <p>
          {provenance.origin} · {provenance.licence}
        </p>
        <p>{provenance.citation}</p>
      </details>
    </Notice>
  );
}
