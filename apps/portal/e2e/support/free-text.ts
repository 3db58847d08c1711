/**
 * The fields of the portal's procedures that take free text, by the path in their input. Each is typed with markup in
 * `markup.spec.ts`; a new one that is in neither list turns `server/free-text.test.ts` red.
 */
export const TYPED: Readonly<Record<string, readonly string[]>> = {
  "board.ask": ["text"],
  "board.convene": ["title"],
  "board.propose": ["again", "reason", "text"],
  "board.put": ["question"],
  "board.takeOff": ["reason"],
  "board.vote": ["reason"],
  "dataLock.lock": ["reason"],
  "dataLock.unlock": ["reason"],
  "drawnMasks.save": ["note", "reason"],
  "entry.paste": ["text"],
  "entry.record": ["reason", "rows[].cells{}"],
  "lesionReadings.record": ["reason"],
  "models.develop": ["plan.name", "plan.text", "table.name", "table.text"],
  "models.monitor": ["wish.outcome.positive"],
  "models.register": ["file.name", "file.text", "trainingData"],
  "people.invite": ["name"],
  "protocols.appraise": [
    "form.flow.bias.reason",
    "form.indexTest.applicability.reason",
    "form.indexTest.bias.reason",
    "form.reference.applicability.reason",
    "form.reference.bias.reason",
    "form.selection.applicability.reason",
    "form.selection.bias.reason",
  ],
  "protocols.create": ["plan"],
  "protocols.edit": ["plan"],
  "protocols.void": ["reason"],
  "queries.raise": ["item", "text"],
  "queries.say": ["text"],
  "reads.adjudicate": ["reason"],
  "reads.amend": ["reason"],
  "reads.save": [
    "document.lesions[].location",
    "document.lesions[].organ",
    "document.lesions[].reason",
    "document.nonTarget.reason",
    "document.note",
  ],
  "reads.setCharter": ["reason"],
  "setUp.actOnSite": ["reason"],
  "setUp.addSite": ["reason", "site.name"],
  "setUp.make": ["trial{}"],
  "setUp.renameSite": ["name", "reason"],
  "strata.annotate": ["remark"],
  "strata.lodge": ["reason", "rule"],
  "strata.setUp": ["arms[].name"],
  "strata.sign": ["reason"],
  "strata.unblind": ["reason"],
  "vasari.record": ["reason"],
};

/** Fields, by their last name, that name what must be on record already, or that no page ever shows. */
export const NAMES: Readonly<Record<string, string>> = {
  current: "a password",
  chosen: "a password",
  password: "a password",
  trial: "must be there",
  site: "must be there",
  subject: "must be there",
  stratum: "must be the patient's",
  email: "must be an address",
  reader: "must be there",
  session: "must be there",
  ticket: "is signed by the server",
  seen: "must be what is on record",
  documentHash: "must be what is on record",
  heldOn: "must be a day",
  country: "must be two letters",
  supersedes: "must be there",
};

/** Fields that are not typed there, each with why. */
export const NOT_TYPED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "models.develop": {
    "union.name": "shown where the table's name is",
    "union.text": "a table of figures",
  },
  "models.register": { name: "letters, digits, _ . - alone", version: "letters, digits, _ . - alone" },
  "protocols.add": { request: "of a filed report alone; its titles stand in the report (report tests)" },
  "protocols.amend": {
    plan: "of a locked plan alone; shown as that of `protocols.edit`",
    reason: "of a locked plan alone; shown as that of `protocols.void`",
  },
  "protocols.lodge": { csv: "a table of figures" },
  "protocols.open": { family: "must be the protocol's" },
  "radiogenomics.compute": {
    "settings.model.positive": "must be on record",
    "settings.model.target": "must be on record",
  },
  "reads.sign": {
    "document.lesions[].location": "as `reads.save`",
    "document.lesions[].organ": "as `reads.save`",
    "document.lesions[].reason": "as `reads.save`",
    "document.nonTarget.reason": "as `reads.save`",
    "document.note": "as `reads.save`",
  },
};
