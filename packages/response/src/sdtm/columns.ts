/** A column as `define.json` tells it. `origin` in the words of Define-XML: Collected, Derived, Assigned. */
export interface SdtmColumn {
  readonly name: string;
  readonly label: string;
  readonly type: "Char" | "Num";
  readonly origin: "Collected" | "Derived" | "Assigned";
}

export interface SdtmDomain {
  readonly name: "DM" | "TU" | "TR" | "RS";
  readonly label: string;
  readonly structure: string;
  readonly columns: readonly SdtmColumn[];
}

/** Cells by column; what is left out is empty. */
export type SdtmRow = Readonly<Record<string, string | number | undefined>>;

const column = (
  name: string,
  label: string,
  type: SdtmColumn["type"],
  origin: SdtmColumn["origin"] = "Collected",
): SdtmColumn => ({ name, label, type, origin });

const head = [
  column("STUDYID", "Study Identifier", "Char", "Assigned"),
  column("DOMAIN", "Domain Abbreviation", "Char", "Assigned"),
  column("USUBJID", "Unique Subject Identifier", "Char", "Assigned"),
];
const visit = [column("VISITNUM", "Visit Number", "Num", "Assigned"), column("VISIT", "Visit Name", "Char")];

/** Labels and order after SDTMIG v3.4; of its variables those for which the record can have a value. */
export const SDTM_DOMAINS: readonly SdtmDomain[] = [
  {
    name: "DM",
    label: "Demographics",
    structure: "One record per subject",
    columns: [
      ...head,
      column("SUBJID", "Subject Identifier for the Study", "Char"),
      column("RFSTDTC", "Subject Reference Start Date/Time", "Char"),
      column("RFXSTDTC", "Date/Time of First Study Treatment", "Char"),
      column("RFPENDTC", "Date/Time of End of Participation", "Char", "Derived"),
      column("DTHDTC", "Date/Time of Death", "Char"),
      column("DTHFL", "Subject Death Flag", "Char", "Derived"),
      column("SITEID", "Study Site Identifier", "Char"),
      column("AGE", "Age", "Num"),
      column("AGEU", "Age Units", "Char", "Assigned"),
      column("SEX", "Sex", "Char"),
      column("RACE", "Race", "Char"),
      column("ETHNIC", "Ethnicity", "Char"),
      column("ARMCD", "Planned Arm Code", "Char"),
      column("ARM", "Description of Planned Arm", "Char"),
      column("COUNTRY", "Country", "Char"),
    ],
  },
  {
    name: "TU",
    label: "Tumor/Lesion Identification",
    structure: "One record per identified tumor per subject",
    columns: [
      ...head,
      column("TUSEQ", "Sequence Number", "Num", "Assigned"),
      column("TUGRPID", "Group ID", "Char", "Assigned"),
      column("TULNKID", "Link ID", "Char"),
      column("TUTESTCD", "Tumor/Lesion ID Short Name", "Char", "Assigned"),
      column("TUTEST", "Tumor/Lesion ID Test Name", "Char", "Assigned"),
      column("TUORRES", "Tumor/Lesion ID Result", "Char"),
      column("TUSTRESC", "Tumor/Lesion ID Result Std. Format", "Char", "Assigned"),
      column("TULOC", "Location of the Tumor/Lesion", "Char"),
      column("TUMETHOD", "Method of Identification", "Char"),
      column("TUEVAL", "Evaluator", "Char", "Assigned"),
      ...visit,
      column("TUDTC", "Date/Time of Tumor/Lesion Identification", "Char"),
      column("TUDY", "Study Day of Tumor/Lesion Identification", "Num", "Derived"),
    ],
  },
  {
    name: "TR",
    label: "Tumor/Lesion Results",
    structure: "One record per tumor measurement or sum per visit per subject",
    columns: [
      ...head,
      column("TRSEQ", "Sequence Number", "Num", "Assigned"),
      column("TRGRPID", "Group ID", "Char", "Assigned"),
      column("TRLNKID", "Link ID", "Char"),
      column("TRLNKGRP", "Link Group", "Char", "Assigned"),
      column("TRTESTCD", "Tumor/Lesion Assessment Short Name", "Char", "Assigned"),
      column("TRTEST", "Tumor/Lesion Assessment Test Name", "Char", "Assigned"),
      column("TRCAT", "Category for Tumor/Lesion Assessment", "Char", "Assigned"),
      column("TRORRES", "Result or Finding in Original Units", "Char"),
      column("TRORRESU", "Original Units", "Char", "Assigned"),
      column("TRSTRESC", "Character Result/Finding in Std Format", "Char", "Derived"),
      column("TRSTRESN", "Numeric Result/Finding in Standard Units", "Num", "Derived"),
      column("TRSTRESU", "Standard Units", "Char", "Assigned"),
      column("TRSTAT", "Completion Status", "Char"),
      column("TRREASND", "Reason Not Done", "Char"),
      column("TRMETHOD", "Method Used to Identify the Tumor/Lesion", "Char"),
      column("TRDRVFL", "Derived Flag", "Char", "Assigned"),
      column("TREVAL", "Evaluator", "Char", "Assigned"),
      ...visit,
      column("TRDTC", "Date/Time of Tumor/Lesion Measurement", "Char"),
      column("TRDY", "Study Day of Tumor/Lesion Measurement", "Num", "Derived"),
    ],
  },
  {
    name: "RS",
    label: "Disease Response and Clin Classification",
    structure: "One record per response assessment per criterion per visit per subject",
    columns: [
      ...head,
      column("RSSEQ", "Sequence Number", "Num", "Assigned"),
      column("RSLNKGRP", "Link Group ID", "Char", "Assigned"),
      column("RSTESTCD", "Assessment Short Name", "Char", "Assigned"),
      column("RSTEST", "Assessment Name", "Char", "Assigned"),
      column("RSCAT", "Category for Assessment", "Char", "Assigned"),
      column("RSSCAT", "Subcategory", "Char", "Assigned"),
      column("RSORRES", "Result or Finding in Original Units", "Char", "Derived"),
      column("RSSTRESC", "Character Result/Finding in Std Format", "Char", "Derived"),
      column("RSSTAT", "Completion Status", "Char", "Derived"),
      column("RSREASND", "Reason Not Done", "Char", "Derived"),
      column("RSDRVFL", "Derived Flag", "Char", "Assigned"),
      column("RSEVAL", "Evaluator", "Char", "Assigned"),
      ...visit,
      column("RSDTC", "Date/Time of Assessment", "Char"),
      column("RSDY", "Study Day of Assessment", "Num", "Derived"),
    ],
  },
];
