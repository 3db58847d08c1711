export { type AssociationCell, type AssociationHeatMap, associationHeatMap } from "./association-heat-map.ts";
export { type AucAtTime, aucOverTimePlot } from "./auc-over-time-plot.ts";
export { type BlandAltmanOptions, blandAltmanPlot, type PairOfReadings } from "./bland-altman-plot.ts";
export {
  type CalibrationPeriod,
  calibrationByPeriodPlot,
  calibrationCusumPlot,
} from "./calibration-monitor-plot.ts";
export { type CalibrationPlotData, calibrationPlot } from "./calibration-plot.ts";
export { type CategoryFlow, categoryFlow } from "./category-flow.ts";
export {
  type CorrelationMatrix,
  correlationMatrix,
  type DeltaHeatMap,
  deltaHeatMap,
} from "./colour-matrix.ts";
export { type StudyDayRule, studyDayOf } from "./day-axis.ts";
export { type DecisionCurvePoint, decisionCurvePlot } from "./decision-curve-plot.ts";
export { type EffectPlotData, effectPlot } from "./effect-plot.ts";
export { type FeatureDelta, type FeatureDeltaOptions, featureDeltaBars } from "./feature-delta-bars.ts";
export { type FlowData, type FlowStep, flowDiagram } from "./flow-diagram.ts";
export { type ForestOptions, type ForestRow, forestPlot } from "./forest-plot.ts";
export { type HistogramGroup, type HistogramOptions, histogram } from "./histogram.ts";
export { type KaplanMeierOptions, kaplanMeierPlot, type SurvivalGroup } from "./kaplan-meier-plot.ts";
export { type LesionCourse, type LesionOptions, lesionSmallMultiples } from "./lesion-small-multiples.ts";
export { type NomogramChart, nomogramChart } from "./nomogram-chart.ts";
export { figure, percentChange, pValue, significant } from "./numerals.ts";
export { type ChartOptions, SYSTEM_FONT } from "./options.ts";
export { patientTimeline } from "./patient-timeline/patient-timeline.ts";
export type {
  PatientTimelineData,
  TimelineAdverseEvent,
  TimelineBurden,
  TimelineMilestone,
  TimelineResponses,
  TimelineSeries,
  TimelineTreatment,
  TimelineVisit,
  TreatmentKind,
} from "./patient-timeline/timeline-data.ts";
export { quadasPlot } from "./quadas-plot.ts";
export { type ResponseStyle, responseStyle, type Shape } from "./response-mark.ts";
export { type RocSeries, rocPlot } from "./roc-plot.ts";
export { type ScoreOnDay, scoreCoursePlot } from "./score-course-plot.ts";
export { type SpiderOptions, type SpiderSubject, spiderPlot } from "./spider-plot.ts";
export { type StripGroup, stripPlot } from "./strip-plot.ts";
export { studyFlow } from "./study-flow.ts";
export { type SwimmerOptions, type SwimmerSubject, swimmerPlot } from "./swimmer-plot.ts";
export { type Theme, type ThemeName, type Tone, themeOf } from "./theme.ts";
export { type WaterfallBar, type WaterfallOptions, waterfallPlot } from "./waterfall-plot.ts";
