import type { CriterionOutcome, ResponseCase, SizeFigures, VisitOutcome } from "@nadir/domain";
import { baselineBurdenOf, unitOf } from "../burden.ts";
import { CRITERIA } from "../criteria.ts";
import { absentReason, CODES, response, SYSTEM, type WhatCode, what } from "./code-systems.ts";
import { lesionKeys } from "./lesion-observations.ts";
import { quantity } from "./quantity.ts";
import { type FhirReference, type FhirResource, some } from "./resource.ts";
import type { FhirMaker } from "./subject.ts";

const SUM: Readonly<Record<SizeFigures["unit"], WhatCode>> = {
  mm: "sum-of-diameters",
  mm2: "sum-of-products",
  mm3: "sum-of-volumes",
};

/** Of each criterion the sum and the response of every visit, the best response, and the day of progression. */
export function responseObservations(maker: FhirMaker): FhirResource[] {
  const { document, outcomes } = maker.of;
  return document ? outcomes.flatMap((outcome) => new Judged(maker, document, outcome).all()) : [];
}

/** What one criterion made of the course. */
class Judged {
  readonly #maker: FhirMaker;
  readonly #document: ResponseCase;
  readonly #outcome: CriterionOutcome;
  readonly #shared: object;
  readonly #targets: readonly string[];

  constructor(maker: FhirMaker, document: ResponseCase, outcome: CriterionOutcome) {
    this.#maker = maker;
    this.#document = document;
    this.#outcome = outcome;
    const display = CRITERIA.get(outcome.criterion as never)?.title ?? outcome.criterion;
    this.#shared = {
      method: { coding: [{ system: CODES.criterion, code: outcome.criterion, display }], text: outcome.name },
      device: maker.device,
    };
    this.#targets = document.lesions.filter(({ role }) => role === "target").map(({ id }) => id);
  }

  all(): FhirResource[] {
    const { baselineVisit, visitOrder, progressionDate } = this.#outcome;
    const baseline = baselineVisit === null ? [] : this.#sum(baselineVisit, baselineBurdenOf(this.#outcome), null);
    const visits = visitOrder.flatMap((id) => {
      const judged = this.#outcome.visits[id];
      return judged ? [...this.#sum(id, judged.size.value, judged.size), this.#overall(id, judged)] : [];
    });
    const { unconfirmed, confirmed } = this.#outcome.bestOverall;
    return [
      ...baseline,
      ...visits,
      this.#ofCourse("best-overall-response", { valueCodeableConcept: response(unconfirmed) }),
      this.#ofCourse("best-confirmed-response", { valueCodeableConcept: response(confirmed) }),
      ...(progressionDate === null ? [] : [this.#ofCourse("progression-date", { valueDateTime: progressionDate })]),
    ];
  }

  #keys(code: WhatCode, visit = ""): string[] {
    return [code, this.#outcome.criterion, visit];
  }

  /** The lesions that were read at a visit, as observations. */
  #readAt(visit: string, targetsOnly: boolean): FhirReference[] {
    const found = this.#document.visits.find(({ id }) => id === visit)?.measurements ?? [];
    return found
      .filter(({ lesion }) => !targetsOnly || this.#targets.includes(lesion))
      .map(({ lesion }) => this.#maker.to("Observation", ...lesionKeys(visit, lesion)));
  }

  /** A sum with a missing lesion is none, and is left out. */
  #sum(visit: string, value: number | null, size: SizeFigures | null): FhirResource[] {
    if (value === null) return [];
    const unit = unitOf(this.#outcome);
    const change = (code: WhatCode, perCent: number | null | undefined) =>
      perCent === null || perCent === undefined
        ? []
        : [
            {
              code: what(code),
              // To twelve digits, which only takes off what binary fractions add.
              valueQuantity: { value: Number(perCent.toPrecision(12)), unit: "%", system: SYSTEM.ucum, code: "%" },
            },
          ];
    return [
      this.#maker.atVisit(this.#keys(SUM[unit], visit), visit, {
        code: what(SUM[unit]),
        ...this.#shared,
        focus: some(this.#targets.map((id) => this.#maker.to("BodyStructure", id))),
        valueQuantity: quantity(value, unit, this.#maker.unmapped),
        derivedFrom: some(this.#readAt(visit, true)),
        component: some([
          ...change("change-from-baseline", size?.percentFromBaseline),
          ...change("change-from-nadir", size?.percentFromNadir),
        ]),
      }),
    ];
  }

  #overall(visit: string, judged: VisitOutcome): FhirResource {
    const part = (code: WhatCode, word: string) => ({
      code: what(code),
      ...(word === "NA"
        ? { dataAbsentReason: absentReason("not-applicable") }
        : { valueCodeableConcept: response(word) }),
    });
    const sum =
      judged.size.value === null
        ? []
        : [this.#maker.to("Observation", ...this.#keys(SUM[unitOf(this.#outcome)], visit))];
    return this.#maker.atVisit(this.#keys("overall-response", visit), visit, {
      code: what("overall-response"),
      ...this.#shared,
      valueCodeableConcept: response(judged.overall),
      derivedFrom: some([...sum, ...this.#readAt(visit, false)]),
      component: [
        part("target-response", judged.target),
        part("non-target-response", judged.nonTarget),
        { code: what("new-lesions"), valueBoolean: judged.newLesions },
        ...(judged.code === undefined ? [] : [{ code: what("not-evaluable-because"), valueString: judged.code }]),
      ],
    });
  }

  /** What is said of the whole course, without a day of its own. */
  #ofCourse(code: WhatCode, value: object): FhirResource {
    const { visitOrder, visits } = this.#outcome;
    const responses = visitOrder.filter((id) => visits[id]);
    return this.#maker.resource(
      "Observation",
      this.#keys(code),
      {
        status: "final",
        code: what(code),
        subject: this.#maker.patient,
        ...this.#shared,
        ...value,
        derivedFrom: some(responses.map((id) => this.#maker.to("Observation", ...this.#keys("overall-response", id)))),
      },
      responses.find((id) => this.#maker.isSimulated(id)),
    );
  }
}
