export { adjudicate, adjudicated, adjudicationToSign, readAdjudication } from "./adjudicate.ts";
export { adjudicationsOf } from "./adjudications.ts";
export { type CharterInForce, charterInForce, charterOf, newCharter, setCharter } from "./charter.ts";
export { amendmentToDrop, dropAmendment } from "./drop-amendment.ts";
export { amendRead, keptRead, readKept, readToAmend, saveDraft, signRead } from "./keep-read.ts";
export { listReads } from "./list-reads.ts";
export { readReadForm } from "./read-form.ts";
export { readPage, readReadPage } from "./read-page.ts";
export {
  type AdjudicationForm,
  type AdjudicationLine,
  type AdjudicationSide,
  adjudicationForm,
  type ReadDiscrepancy,
  type ReadForm,
  type ReadLine,
  type ReadStanding,
  type ReadsOfTrial,
  readForm,
  readsOfTrial,
} from "./read-shape.ts";
export {
  listReaders,
  newSeniority,
  type ReaderOfTrial,
  readerOfTrial,
  type Seniority,
  seniority,
  seniorityOf,
  setSeniority,
} from "./seniority.ts";
export { settleReads } from "./settle-reads.ts";
export { readToTake, takeRead } from "./take-read.ts";
