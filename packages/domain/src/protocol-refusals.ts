/**
 * Why the harness refuses (rule book validation §1.1), code by code, each with the sentence a person reads.
 * A refusal is written to the log before it is returned.
 */
const sentences = {
  PROTOCOL_INVALID: "The protocol is incomplete or contradicts itself.",
  PROTOCOL_UNKNOWN: "There is no such protocol for this person.",
  SPLIT_NOT_SUBJECT_LEVEL: "A split divides subjects, never their scans, lesions or rows.",
  SUBJECT_IN_BOTH_SETS: "A subject stands in development and in test; it may stand in one only.",
  SITE_IN_BOTH_SETS: "A site or arm declared disjoint stands in development and in test.",
  TEMPORAL_ORDER: "A training subject lies on or after the cut-off date of a temporal split.",
  DUPLICATE_IMAGE_ACROSS_SETS: "The same image stands in development and in test.",
  NEAR_DUPLICATE_UNRESOLVED: "Subjects of development and test look like the same patient, and nobody has decided.",
  OVERLAP_PUBLIC_COHORT_UNDECLARED: "The record comes from a public collection that the protocol does not declare.",
  ARTEFACT_FITTED_ON_TEST: "A fitted step has seen test subjects.",
  ARTEFACT_WITHOUT_PROVENANCE: "A fitted step does not say on which subjects it was fitted.",
  PREDICTOR_AFTER_INDEX_TIME: "A predictor holds information from after the moment of prediction.",
  OUTCOME_USED_AS_PREDICTOR: "A predictor is the outcome, or follows from it.",
  MODEL_HASH_MISMATCH: "The fitted model is not the one that was locked.",
  FEATURE_CONFIG_MISMATCH: "Features were extracted with another configuration than the protocol names.",
  PREDICTIONS_INCOMPLETE: "Not every test subject has a prediction or a reason why none can be computed.",
  TEST_SET_NOT_SEALED:
    "A test subject has outcomes that are not sealed, or the sealed set holds others than the test set.",
  NOT_LOCKED: "The protocol is not in the state that this step needs.",
  SIGNATURE_MISSING:
    "A signature is missing; the author and an independent statistician must both have signed this text.",
  SIGNER_NOT_INDEPENDENT: "The second signature must come from another person than the author.",
  ALREADY_OPENED: "This test set has been opened for this protocol; outcomes are opened once.",
  LOG_CHAIN_BROKEN: "The audit chain does not hold.",
  PLAN_CHANGED_AFTER_LOCK: "The protocol is not the text that was signed.",
  SAMPLE_SIZE_UNJUSTIFIED: "The sample is smaller than required and the protocol does not say why that is acceptable.",
  BEST_PREDICTIVE_WITHOUT_COMPARATOR: "A predictive claim needs a comparator arm and a specified interaction.",
  PRIMARY_NOT_UNIQUE: "There is exactly one primary analysis.",
  THRESHOLD_FROM_TEST_DATA: "A threshold may not come from test data.",
} as const;

export type ProtocolRefusalCode = keyof typeof sentences;

export const PROTOCOL_REFUSAL_CODES = Object.keys(sentences) as readonly ProtocolRefusalCode[];

export const refusalSentence = (code: ProtocolRefusalCode): string => sentences[code];
