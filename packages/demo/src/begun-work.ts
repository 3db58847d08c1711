/**
 * What the people of the demonstration have begun, so that each of them finds work on the first day: scans to be read, patients on
 * the board's agenda, a rule of strata. All of it is asked and decided by the demonstration's own people, of simulated courses or of
 * facts from before treatment.
 */
export const BEGUN_WORK = {
  reading: {
    trial: "imaging-followup-brain",
    charter: { readers: 2, adjudication: true, sumDiffersPercent: null },
    reason: "central review by two readers",
  },
  meeting: {
    trial: "imaging-followup",
    title: "Sarcoma board",
    /** From the day on which the demonstration is first run. */
    inDays: 7,
    questions: [
      ["IMG-003", "Pseudoprogression, or change of treatment?"],
      ["IMG-004", "Resection now that the sum has grown?"],
      ["IMG-006", "Change of treatment after progression on day 98?"],
    ],
  },
  strata: {
    trial: "inspire-pembrolizumab",
    rule: {
      schema: "nadir.strata-rule/1",
      id: "age-and-sex",
      version: "1",
      factors: [
        {
          kind: "number",
          name: "age",
          label: "Age",
          unit: "years",
          levels: [{ name: "to 60", upTo: 60 }, { name: "over 60" }],
        },
        {
          kind: "word",
          name: "sex",
          label: "Sex",
          levels: [
            { name: "female", words: ["female"] },
            { name: "male", words: ["male"] },
          ],
        },
      ],
    },
  },
} as const;
