import type { Command } from "commander";
import { addAppraise } from "./appraise.ts";
import { addAssays } from "./assays.ts";
import { addAudit } from "./audit.ts";
import { addBackup, addRestore } from "./backup.ts";
import { addBrain } from "./brain.ts";
import { addCohort } from "./cohort.ts";
import { addCompare } from "./compare.ts";
import { addCompareFeatures } from "./compare-features.ts";
import { addCompareMasks } from "./compare-masks.ts";
import { addConformance } from "./conformance.ts";
import { addCourse } from "./course.ts";
import { addCriteria } from "./criteria.ts";
import { addDelta } from "./delta.ts";
import { addDemo } from "./demo.ts";
import { addDevelop } from "./develop.ts";
import { addDicom } from "./dicom.ts";
import { addDoctor } from "./doctor.ts";
import { addEndpoints } from "./endpoints.ts";
import { addEnrichment } from "./enrichment.ts";
import { addEvaluate } from "./evaluate.ts";
import { addExplainRegion } from "./explain-region.ts";
import { addExplore } from "./explore.ts";
import { addExport } from "./export.ts";
import { addFeatures } from "./features.ts";
import { addFlags } from "./flags.ts";
import { addImport } from "./import.ts";
import { addLandmark } from "./landmark.ts";
import { addLesionChoice } from "./lesion-choice.ts";
import { addLesionEvidence } from "./lesion-evidence.ts";
import { addLesionModels } from "./lesion-models.ts";
import { addLesions } from "./lesions.ts";
import { addLibrary } from "./library.ts";
import { addLinearity } from "./linearity.ts";
import { addLink } from "./link.ts";
import { addLodge } from "./lodge.ts";
import { addMeasure } from "./measure.ts";
import { addMeta } from "./meta.ts";
import { addModels } from "./models.ts";
import { addMonitor } from "./monitor.ts";
import { addPartition } from "./partition.ts";
import { addPeople } from "./people.ts";
import { addPrepare } from "./prepare.ts";
import { addRadiogenomics } from "./radiogenomics.ts";
import { addRandomise } from "./randomise.ts";
import { addReadings } from "./readings.ts";
import { addRegister } from "./register.ts";
import { addRespond } from "./respond.ts";
import { addSampleSize } from "./sample-size.ts";
import { addScore } from "./score.ts";
import { addServer } from "./server.ts";
import { addStability } from "./stability.ts";
import { addStrata } from "./strata.ts";
import { addSuv } from "./suv.ts";
import { addTrajectories } from "./trajectories.ts";
import { addTrial } from "./trial.ts";
import { addValidate } from "./validate.ts";
import { addVasari } from "./vasari.ts";
import { addVisitModels } from "./visit-models.ts";

/** Every command, in the order in which `nadir --help` lists them. Each loads its machinery only when it runs. */
export const COMMANDS: readonly ((program: Command) => void)[] = [
  addDemo,
  addImport,
  addTrial,
  addLink,
  addDicom,
  addSuv,
  addBrain,
  addPrepare,
  addFeatures,
  addCompareFeatures,
  addCompareMasks,
  addLesions,
  addLesionChoice,
  addLesionEvidence,
  addDelta,
  addCourse,
  addTrajectories,
  addStability,
  addVasari,
  addReadings,
  addMeasure,
  addLinearity,
  addMeta,
  addCriteria,
  addRespond,
  addFlags,
  addCompare,
  addCohort,
  addEndpoints,
  addLandmark,
  addEvaluate,
  addExplore,
  addPartition,
  addDevelop,
  addLesionModels,
  addVisitModels,
  addScore,
  addExplainRegion,
  addMonitor,
  addModels,
  addRadiogenomics,
  addAssays,
  addEnrichment,
  addLodge,
  addStrata,
  addExport,
  addRandomise,
  addSampleSize,
  addLibrary,
  addRegister,
  addAppraise,
  addValidate,
  addConformance,
  addPeople,
  addAudit,
  addBackup,
  addRestore,
  addDoctor,
  addServer,
];
