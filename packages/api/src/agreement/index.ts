export {
  type AgreementFigures,
  agreementQuery,
  type Discrepancy,
  type PairedFigure,
  type TrialAgreement,
  trialAgreement,
} from "./agreement-shape.ts";
export { readAgreement } from "./read-agreement.ts";
