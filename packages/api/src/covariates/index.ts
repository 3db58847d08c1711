export { type CovariateTable, covariateTable } from "./covariate-table.ts";
