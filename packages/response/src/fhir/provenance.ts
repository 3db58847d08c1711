import { SYSTEM } from "./code-systems.ts";
import { type FhirReference, type FhirResource, idOf, referenceTo } from "./resource.ts";
import { signerOf } from "./study.ts";
import type { FhirMaker, FhirSubject } from "./subject.ts";

/** Author's signature, ASTM E1762-95. */
const AUTHOR = { system: SYSTEM.signature, code: "1.2.840.10065.1.12.1.1", display: "Author's Signature" };

/**
 * Where figures come from: one for each signature of the reading that stands, over what it says at its visit, and one for all
 * that the engines derived. `made`: the observations of the subject.
 */
export function provenanceOf(maker: FhirMaker, made: readonly FhirResource[]): FhirResource[] {
  const derived = made.filter((one) => one["device"] !== undefined).map(referenceTo);
  const { recordedAt, software } = maker.of;
  return [
    ...maker.of.signatures.flatMap((signature) => signed(maker, signature, made)),
    ...(derived.length === 0
      ? []
      : [
          maker.resource("Provenance", ["derived"], {
            target: derived,
            recorded: recordedAt,
            activity: { text: `derived from the record as it stood then, by ${software.join(", ")}` },
            agent: [softwareAgent(maker)],
          }),
        ]),
  ];
}

const agentType = (code: "author" | "assembler") => ({ coding: [{ system: SYSTEM.participant, code }] });
const softwareAgent = (maker: FhirMaker) => ({ type: agentType("assembler"), who: maker.device });

function signed(
  maker: FhirMaker,
  signature: FhirSubject["signatures"][number],
  made: readonly FhirResource[],
): FhirResource[] {
  const { kind, visit, person, at, meaning, hash, broken } = signature;
  const target = targetsOf(maker, signature, made);
  if (target.length === 0) return [];
  const who = referenceTo(signerOf(maker.of.study, person));
  return [
    maker.resource(
      "Provenance",
      ["signature", hash],
      {
        target,
        recorded: at,
        activity: { text: broken === null ? meaning : `${meaning} This signature no longer holds: ${broken}` },
        agent: [{ type: agentType("author"), who }, softwareAgent(maker)],
        entity: [{ role: "source", what: { identifier: { system: `urn:nadir:signature:${kind}`, value: hash } } }],
        // A broken signature is told in words and not carried on as one.
        signature: broken === null ? [{ type: [AUTHOR], when: at, who }] : undefined,
      },
      visit,
    ),
  ];
}

/** Of a read what it says of its visit; of a decision the responses that are computed from the reads which it chose. */
function targetsOf(
  maker: FhirMaker,
  { kind, visit }: FhirSubject["signatures"][number],
  made: readonly FhirResource[],
): FhirReference[] {
  const encounter = maker.to("Encounter", visit).reference;
  const isRead = (one: FhirResource) =>
    one["device"] === undefined &&
    (one["encounter"] as FhirReference | undefined)?.reference === encounter &&
    JSON.stringify(one["category"] ?? null).includes('"imaging"');
  return made.filter(kind === "read" ? isRead : (one) => one["device"] !== undefined).map(referenceTo);
}

/** Those who signed, once each. */
export const signersOf = (study: string, people: Iterable<string>): FhirResource[] =>
  [...new Set(people)]
    .sort((a, b) => (idOf("Practitioner", study, a) < idOf("Practitioner", study, b) ? -1 : 1))
    .map((person) => signerOf(study, person));
