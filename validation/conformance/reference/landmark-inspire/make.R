# A baseline score beside RECIST 1.1 as predictor of survival, by R alone: the response is judged here anew from the sums,
# nothing of Nadir is read. Data: packages/demo/trials/inspire-pembrolizumab (cohorts whose outcomes are not sealed).
# Run from the repository's root: Rscript validation/conformance/reference/landmark-inspire/make.R
suppressMessages({library(survival); library(riskRegression); library(jsonlite)})
folder <- "packages/demo/trials/inspire-pembrolizumab"
table_of <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE)
subjects <- table_of("subjects.csv"); visits <- table_of("visits.csv"); sizes <- table_of("measurements.csv")
markers <- table_of("biomarkers.csv"); outcomes <- table_of("outcomes.csv")
horizon <- 365

# RECIST 1.1 of one sum: labels of the follow-ups by the landmark, in their order.
labels_of <- function(id, landmark) {
  own <- visits[visits$subject == id, ]
  own$day <- as.integer(as.Date(own$date) - as.Date(subjects$treatmentStart[subjects$key == id]))
  own$sum <- sapply(own$id, function(v) { s <- sizes$longestMm[sizes$subject == id & sizes$visit == v]; if (length(s)) s[1] else NA })
  own <- own[order(own$day), ]
  base <- own$sum[own$role == "baseline"]; nadir <- base; progressed <- FALSE; held <- FALSE
  out <- character(0); days <- integer(0)
  for (i in which(own$role == "follow-up" & own$day <= landmark)) {
    s <- own$sum[i]; day <- own$day[i]
    label <- if (progressed) "PD" else if (is.na(s)) "NE" else if (s == 0) "CR" else
      if (s - nadir >= 0.2 * nadir - 1e-9 && s - nadir >= 5 - 1e-9) "PD" else
      if (base - s >= 0.3 * base - 1e-9) "PR" else if (held) "PR" else "SD"
    if (label == "PD") progressed <- TRUE
    if (label %in% c("CR", "PR") && any(out %in% c("CR", "PR") & day - days >= 28)) held <- TRUE
    if (!is.na(s)) nadir <- min(nadir, s)
    out <- c(out, label); days <- c(days, day)
  }
  out[out != "NE"]
}

at_landmark <- function(landmark) {
rows <- do.call(rbind, lapply(subjects$key, function(id) {
  os <- outcomes[outcomes$subject == id & outcomes$endpoint == "os", ]
  score <- markers$value[markers$subject == id & markers$code == "ctDNA-baseline"]
  labels <- labels_of(id, landmark)
  if (subjects$arm[subjects$key == id] == "D" || !nrow(os) || os$timeDays <= landmark || !length(score) || is.na(score) || !length(labels)) return(NULL)
  data.frame(id = id, score = score, label = tail(labels, 1), time = os$timeDays - landmark, event = as.integer(os$event == "yes"))
}))
rows$risk <- c(CR = 0, PR = 1, MR = 2, SD = 3, PD = 4)[rows$label]
rows$response <- as.integer(rows$label %in% c("CR", "PR")); rows$progression <- as.integer(rows$label == "PD")

fits <- lapply(c("score", "risk"), function(v) concordance(as.formula(paste("Surv(time, event) ~", v)), rows, reverse = TRUE, influence = 1))
gap <- fits[[1]]$dfbeta - fits[[2]]$dfbeta
m <- coxph(Surv(time, event) ~ score, rows); # A group without events has no finite coefficient: it stays with stable disease.
groups <- Filter(function(g) sum(rows$event[rows[[g]] == 1]) > 0, c("response", "progression"))
k <- coxph(reformulate(groups, "Surv(time, event)"), rows); b <- coxph(reformulate(c("score", groups), "Surv(time, event)"), rows)

lr_model <- anova(k, b); lr_criterion <- anova(m, b)
score_auc <- function(d) sapply(c("score", "risk"), function(v) {
  x <- Score(list(one = d[[v]]), formula = Surv(time, event) ~ 1, data = d, times = horizon, metrics = "auc", null.model = FALSE, conf.int = FALSE)
  x$AUC$score$AUC })
auc <- score_auc(rows)
set.seed(1)
boot <- replicate(4000, { d <- rows[sample(nrow(rows), replace = TRUE), ]
  diff(sapply(c("risk", "score"), function(v) concordance(as.formula(paste("Surv(time, event) ~", v)), d, reverse = TRUE)$concordance)) })
list(
  landmark = landmark,   patients = nrow(rows), events = sum(rows$event), labels = as.list(table(rows$label)),
  c = list(model = unname(fits[[1]]$concordance), criterion = unname(fits[[2]]$concordance)),
  se = list(model = sqrt(fits[[1]]$var), criterion = sqrt(fits[[2]]$var)),
  differenceSe = sqrt(sum(gap^2)), bootstrap = unname(quantile(boot, c(0.025, 0.975))),
  auc = list(model = unname(auc[1]), criterion = unname(auc[2])),
  logLikelihood = list(model = m$loglik[2], criterion = k$loglik[2], both = b$loglik[2]),
  modelToCriterion = list(chiSquare = lr_model$Chisq[2], df = lr_model$Df[2], p = lr_model[["Pr(>|Chi|)"]][2]),
  criterionToModel = list(chiSquare = lr_criterion$Chisq[2], df = lr_criterion$Df[2], p = lr_criterion[["Pr(>|Chi|)"]][2]),
  categories = I(groups), rows = rows[, c("id", "score", "label", "time", "event")])
}
write(toJSON(list(horizon = horizon, r = R.version.string, survival = as.character(packageVersion("survival")),
  riskRegression = as.character(packageVersion("riskRegression")), landmarks = lapply(c(84, 168), at_landmark)),
  auto_unbox = TRUE, digits = 15, pretty = TRUE), "validation/conformance/reference/landmark-inspire/expected.json")
