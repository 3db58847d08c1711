# Makes ssgsea-reference.json: ssGSEA by the Bioconductor package GSVA on a table of random expression without ties.
# Run: Rscript ssgsea-reference.R > ssgsea-reference.json   (R 4.2.2, GSVA 1.46.0, jsonlite)
suppressMessages(library(GSVA)); library(jsonlite)
set.seed(7)
genes <- paste0("G", 1:60)
x <- matrix(round(rexp(60 * 7, 0.1), 5), 60, dimnames = list(genes, paste0("S", 1:7)))
stopifnot(!anyDuplicated(as.vector(x)))
sets <- list(small = genes[c(3, 17, 40)], wide = genes[1:25], partly = c(genes[50:55], "NOT_THERE"))
run <- function(norm, alpha) {
  invisible(capture.output(scores <- suppressWarnings(gsva(x, sets, method = "ssgsea", ssgsea.norm = norm, tau = alpha, verbose = FALSE))))
  scores
}
cat(toJSON(list(genes = genes, samples = colnames(x), x = x, sets = sets, raw = run(FALSE, 0.25), normalised = run(TRUE, 0.25), flat = run(FALSE, 0), steep = run(FALSE, 1)),
  digits = NA))
