/** How a row of a logged table is told of: whom it is of, and what about it matters in a sentence. */
export interface LoggedTable {
  /** What one such row is called, and several. */
  readonly noun: readonly [one: string, many: string];
  /** SQL for the subject's id, of the row `n`; left out where the row is of no single patient. */
  readonly subject?: string;
  /** SQL for the visit's id. */
  readonly visit?: string;
  /** SQL for what kind of row it is, or its name: as text. */
  readonly detail?: string;
  /** SQL for the id of the person that the row is about, not of who wrote it. */
  readonly person?: string;
  /** SQL for the text by which the log names the row; left out where it is `n.id`. */
  readonly key?: string;
  /** Its rows are read by the database's own functions alone, or bear no mark in the log: nothing is said of them but their number. */
  readonly isClosed?: true;
}

const ofSubject = { subject: "n.subject_id" };
const atVisit = { ...ofSubject, visit: "n.visit_id" };
const named = { detail: "n.key" };

/** Every table whose changes the log tells, by its name there. */
export const LOGGED_TABLES: Readonly<Record<string, LoggedTable>> = {
  "record.trial": { noun: ["trial", "trials"] },
  "record.site": { noun: ["site", "sites"], ...named },
  "record.arm": { noun: ["arm", "arms"], ...named },
  "record.subject": { noun: ["patient", "patients"], subject: "n.id" },
  "record.follow_up": { noun: ["follow-up", "follow-ups"], ...ofSubject },
  "record.visit": { noun: ["visit", "visits"], ...ofSubject, ...named },
  "record.lesion": { noun: ["lesion", "lesions"], ...ofSubject, ...named },
  "record.measurement": { noun: ["measurement", "measurements"], ...atVisit },
  "record.non_target_assessment": { noun: ["judgement of non-targets", "judgements of non-targets"], ...atVisit },
  "record.observation": { noun: ["observation", "observations"], ...ofSubject, detail: "n.code" },
  "record.biomarker": { noun: ["marker", "markers"], ...ofSubject, detail: "n.code" },
  "record.treatment": { noun: ["treatment", "treatments"], ...ofSubject, detail: "n.name" },
  "record.adverse_event": { noun: ["adverse event", "adverse events"], ...ofSubject, detail: "n.term" },
  "record.outcome": { noun: ["outcome", "outcomes"], ...ofSubject, detail: "n.endpoint" },
  "record.image": { noun: ["scan", "scans"], ...atVisit, detail: "n.modality" },
  "record.mask": { noun: ["delineation", "delineations"], ...ofSubject },
  "record.vasari_reading": { noun: ["VASARI form", "VASARI forms"], ...atVisit },
  "record.lesion_reading": { noun: ["reading of a lesion", "readings of lesions"], ...atVisit },
  "record.import_run": { noun: ["import", "imports"] },
  "record.entry": { noun: ["entry by hand", "entries by hand"] },
  "record.query_event": { noun: ["query", "queries"], ...ofSubject, detail: "n.act" },
  "record.reading_charter": { noun: ["reading charter", "reading charters"] },
  "record.read_assignment": {
    ...{ noun: ["assignment of a read", "assignments of reads"], ...ofSubject },
    ...{ detail: "n.reader_role", person: "n.reader" },
  },
  "record.read_session": {
    ...{ noun: ["read", "reads"], ...atVisit },
    // Of an amendment with its reason.
    detail: "n.reader_role || case when n.amends is null then '' else ': ' || coalesce(n.reason, '') end",
  },
  "record.read_comparison": { noun: ["comparison of two reads", "comparisons of reads"], ...atVisit },
  "record.reading_signature": { noun: ["reader's form", "readers' forms"], ...atVisit, detail: "n.form" },
  "record.site_act": {
    noun: ["site", "sites"],
    detail: "n.act || ' ' || coalesce((select i.key from record.site i where i.id = n.site_id), 'a site')",
  },
  "record.reader_seniority": { noun: ["seniority of a reader", "seniorities of readers"], person: "n.reader" },
  "identity.data_lock": { noun: ["data lock", "data locks"] },
  "identity.data_lock_signature": {
    noun: ["signature of a data lock", "signatures of data locks"],
    detail: "n.act",
  },
  "identity.membership": { noun: ["role", "roles"], detail: "n.role", person: "n.user_id" },
  "board.meeting": { noun: ["meeting of the board", "meetings of the board"], detail: "n.title" },
  "board.case": { noun: ["place on the board's agenda", "places on the board's agenda"], ...ofSubject },
  "board.act": { noun: ["act of the board", "acts of the board"], ...ofSubject, detail: "n.kind" },
  "board.meeting_change": {
    noun: ["change of a meeting", "changes of meetings"],
    detail:
      "(case when n.is_off then 'called off the meeting ‘' else 'changed the meeting to ‘' end) || n.title || '’ on ' || n.held_on || ': ' || n.reason",
  },
  "board.agenda_order": { noun: ["order of an agenda", "orders of agendas"] },
  "allocation.rule": { noun: ["rule of strata", "rules of strata"] },
  "allocation.plan": { noun: ["plan of random allocation", "plans of random allocation"] },
  "allocation.signature": {
    noun: ["signature under a plan of allocation", "signatures under a plan of allocation"],
    detail: "n.meaning",
  },
  "allocation.setting": {
    noun: ["setting of random allocation", "settings of random allocation"],
    key: "n.plan_id",
  },
  "allocation.simulation": { noun: ["simulation of an allocation", "simulations of allocations"] },
  "allocation.draw": { noun: ["random draw", "random draws"], ...ofSubject },
  "allocation.told": { noun: ["answer to a random draw", "answers to random draws"], ...ofSubject, key: "n.draw_id" },
  "allocation.unblinding": { noun: ["unblinding", "unblindings"], ...ofSubject },
  "allocation.annotation": { noun: ["remark on a random draw", "remarks on random draws"], ...ofSubject },
  "sealed.allocation": { noun: ["sealed arm", "sealed arms"], isClosed: true },
  "sealed.test_set": { noun: ["sealed test set", "sealed test sets"], detail: "n.key" },
  "sealed.member": {
    ...{ noun: ["patient of a sealed test set", "patients of a sealed test set"], ...ofSubject },
    ...{ key: "n.test_set_id::text || ' ' || n.subject_id::text" },
  },
  "sealed.outcome": { noun: ["sealed outcome", "sealed outcomes"], isClosed: true },
  "sealed.opening": { noun: ["opening of a sealed test set", "openings of sealed test sets"] },
  "analysis.outcome": { noun: ["opened outcome", "opened outcomes"], isClosed: true },
  "validation.protocol": { noun: ["protocol", "protocols"], detail: "n.family" },
  "validation.split_assignment": {
    ...{ noun: ["assignment to a set", "assignments to sets"], ...ofSubject },
    ...{ key: "n.protocol_id::text || ' ' || n.subject_id::text" },
  },
  "validation.artefact": { noun: ["result of a validation", "results of a validation"] },
  "validation.signature": {
    noun: ["signature under a protocol", "signatures under a protocol"],
    detail: "n.meaning",
  },
  "validation.prediction": {
    ...{ noun: ["prediction", "predictions"], ...ofSubject },
    ...{ key: "n.protocol_id::text || ' ' || n.subject_id::text" },
  },
  "validation.report": { noun: ["report of a validation", "reports of validations"] },
  "validation.addendum": { noun: ["addendum to a report", "addenda to a report"] },
  "validation.appraisal": { noun: ["appraisal of a study", "appraisals of a study"] },
  "validation.model": { noun: ["model", "models"], detail: "n.key || ' ' || n.version" },
  "validation.model_supersession": {
    noun: ["replacement of a model", "replacements of models"],
    key: "n.superseded_id",
  },
  "validation.development": { noun: ["development of a model", "developments of models"] },
  "validation.model_monitoring": { noun: ["monitoring of a model", "monitorings of models"] },
  "derived.radiogenomics": { noun: ["table of radiogenomics", "tables of radiogenomics"] },
};
