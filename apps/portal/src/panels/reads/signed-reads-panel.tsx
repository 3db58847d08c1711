import type { Patient } from "@nadir/api/read";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { SignatureMark } from "../../ui/signature-state.tsx";
import { PLACE_WORDS } from "./read-words.ts";
import { restingWords } from "./reading-in-force.ts";

/** Who has signed which read of the patient, and what an adjudicator has decided: for whoever inspects the record. */
export function SignedReadsPanel({
  trial,
  patient: { signedReads, readingInForce },
}: {
  trial: string;
  patient: Pick<Patient, "signedReads" | "readingInForce">;
}) {
  return (
    <Panel
      id="signed-reads"
      title="Signed reads"
      note={`First to last; what was amended stays as it was signed. ${restingWords(readingInForce)}`.trim()}
      flush
    >
      <Scroll label="Signed reads">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Scan</th>
              <th scope="col">Signed as</th>
              <th scope="col">Signature</th>
            </tr>
          </thead>
          <tbody>
            {signedReads.map(({ visit, as, signature, isAmended, isAmendment, reason, chosen, comparison }) => (
              <tr key={signature.hash} className="align-top">
                <th scope="row">{visit}</th>
                <td>
                  {as !== "adjudicator" ? (
                    <>
                      {PLACE_WORDS[as]}
                      {isAmendment ? ", amendment" : ""}
                      {isAmended ? <span className="text-faint">, amended since</span> : null}
                    </>
                  ) : (
                    <>
                      <Link href={`/trials/${trial}/reads/adjudicate/${comparison}`} className="underline">
                        Adjudicator
                      </Link>
                      {chosen ? `: ${PLACE_WORDS[chosen]}’s reads stand` : ""}
                      {isAmended ? (
                        <span className="text-faint">
                          , decided before a read was amended; the reads now are compared anew
                        </span>
                      ) : null}
                    </>
                  )}
                  {reason ? <p className="max-w-[60ch] text-sm text-soft wrap-anywhere">Because: {reason}</p> : null}
                </td>
                <td>
                  <SignatureMark signature={signature} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
