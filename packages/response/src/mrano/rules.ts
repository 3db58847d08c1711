import { rulesOf } from "../trace.ts";

/** The rules of modified RANO that RANO does not have (Ellingson 2017, Neurotherapeutics 14:307). */
export const MRANO_RULES = rulesOf("mrano", {
  preliminary: {
    citation: "Ellingson 2017 (preliminary progression)",
    reading: "A13",
    say: (f) =>
      `First scan that shows progression: preliminary, whenever it comes; a scan from ${f.earliest} on settles it against this one.`,
  },
  pseudoresponse: {
    citation: "Ellingson 2017 (pseudoresponse)",
    say: (f) =>
      `The ${f.response} of ${f.respondedOn} was not seen again 4 weeks later before this progression: it was not durable.`,
  },
  tooEarly: {
    citation: "Ellingson 2017 (confirmation after at least 4 weeks)",
    say: (f) => `Only ${f.days} days after the preliminary progression of ${f.openedOn}: too early to settle it.`,
  },
  confirmed: {
    citation: "Ellingson 2017 (confirmed progression)",
    reading: "A13",
    say: (f) => `${f.days} days after the preliminary progression: ${f.how}; progression, dated to ${f.openedOn}.`,
  },
  notConfirmed: {
    citation: "Ellingson 2017 (pseudoprogression)",
    reading: "A13",
    say: (f) =>
      `${f.days} days after the preliminary progression of ${f.openedOn} the tumour has not grown further: pseudoprogression; the smaller of the two scans is the new reference.`,
  },
});
