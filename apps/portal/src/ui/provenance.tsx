interface DataProvenance {
  readonly origin: string;
  readonly licence: string;
  readonly citation: string;
  readonly notice?: string | undefined;
}

/** The sentence that must stand beside data of another source, and where the data came from one click away. */
export function Provenance({ provenance, days }: { provenance: DataProvenance; days?: string | undefined }) {
  return (
    <div className="border-l-2 border-line-strong pl-3 text-sm text-soft">
      <p>
        {provenance.notice ?? `Data of ${provenance.origin}.`}
        {days ? ` ${days}` : ""}
      </p>
      <details className="text-xs">
        <summary className="inline-block underline underline-offset-2">Source and licence</summary>
        <p>{provenance.origin}</p>
        <p>Licence: {provenance.licence}</p>
        <p>{provenance.citation}</p>
      </details>
    </div>
  );
}
