# Figures of R on data sets that the oracle does not use; ORIGIN.md says which. Run in this folder: Rscript make.R
suppressMessages({library(survival); library(pROC); library(MASS); library(jsonlite); library(cmprsk); library(nnet); library(class); library(e1071); library(metafor); library(glmnet)})
out <- function(id, title, csv, cases) write(toJSON(list(id = id, title = title,
  reference_software = paste(R.version.string, paste(sapply(c("survival","pROC","MASS","cmprsk","nnet","class","e1071","metafor","glmnet"), function(p) paste(p, packageVersion(p))), collapse = ", "), sep = "; "),
  data = if (is.null(csv)) list() else list(list(csv = csv)), cases = cases), digits = NA, auto_unbox = TRUE, null = "null", na = "null", pretty = FALSE), paste0(id, ".json"))
case <- function(id, inputs, values, tol = 1e-8, csv = NULL, what = "") { x <- list(id = id, what = what, inputs = inputs, rel_tol = tol, values = values); if (!is.null(csv)) x$csv <- csv; x }
csv <- function(d, f) write.csv(d, f, row.names = FALSE, na = "")
named <- function(v) as.list(v)

pima <- transform(rbind(Pima.tr, Pima.te[1:100, ]), type = as.integer(type == "Yes"), young = as.integer(age < 30)); csv(pima, "pima.csv")
vet <- transform(survival::veteran, trt = trt, squamous = as.integer(celltype == "squamous")); csv(vet, "veteran.csv")
pb <- transform(survival::pbc[1:312, c("time","status","trt","age","sex","bili","albumin","stage","edema")], death = as.integer(status == 2), logbili = log(bili)); csv(pb, "pbc.csv")
col <- subset(survival::colon, etype == 2)[, c("id","rx","sex","age","obstruct","nodes","time","status","differ")]; csv(col, "colon.csv")
inf <- transform(infert[, c("age","parity","induced","case","spontaneous","stratum")]); csv(inf, "infert.csv")
slp <- with(sleep, data.frame(a = extra[group == 1], b = extra[group == 2])); csv(slp, "sleep.csv")
csv(iris, "iris.csv"); csv(airquality[, c("Ozone","Temp","Wind","Month")], "airquality.csv"); csv(warpbreaks, "warpbreaks.csv")

# ROC
r1 <- roc(pima$type, pima$glu, direction = "<", quiet = TRUE); r2 <- roc(pima$type, pima$bmi, direction = "<", quiet = TRUE)
auc_case <- function(id, r, score, level, from, to) { ci <- as.numeric(ci.auc(r, conf.level = level)); k <- paste0("ci", 100 * level)
  v <- list(n = nrow(pima), events = sum(pima$type), auc = as.numeric(auc(r)), delong_variance = var(r)); v[[paste0(k, "_lower")]] <- ci[1]; v[[paste0(k, "_upper")]] <- ci[3]
  v[[sprintf("partial_auc_spec_%g_to_%g", from, to)]] <- as.numeric(auc(r, partial.auc = c(from, to))); v$partial_auc_mcclish_corrected <- as.numeric(auc(r, partial.auc = c(from, to), partial.auc.correct = TRUE))
  case(id, list(outcome = "type", score = score), v) }
pt <- roc.test(r1, r2, method = "delong", paired = TRUE)
y <- pima$young == 1
u1 <- roc(pima$type[y], pima$glu[y], direction = "<", quiet = TRUE); u2 <- roc(pima$type[!y], pima$glu[!y], direction = "<", quiet = TRUE); ut <- roc.test(u1, u2, method = "delong", paired = FALSE)
thr <- function(id, t) { p <- pima$glu >= t; tp <- sum(p & pima$type); fp <- sum(p & !pima$type); fn <- sum(!p & pima$type); tn <- sum(!p & !pima$type)
  prop <- function(x, n) { w <- prop.test(x, n, correct = FALSE)$conf.int; b <- binom.test(x, n)$conf.int; list(estimate = x / n, wilson_lower = w[1], wilson_upper = w[2], clopper_pearson_lower = b[1], clopper_pearson_upper = b[2]) }
  case(id, list(outcome = "type", score = "glu", threshold = t), list(tp = tp, fp = fp, fn = fn, tn = tn, sensitivity = prop(tp, tp + fn), specificity = prop(tn, tn + fp), ppv = prop(tp, tp + fp), npv = prop(tn, tn + fn))) }
out("roc-pima", "ROC on Pima", "pima.csv", list(auc_case("glu99", r1, "glu", 0.99, 1, 0.7), auc_case("bmi80", r2, "bmi", 0.8, 0.95, 0.5),
  case("paired", list(outcome = "type", score1 = "glu", score2 = "bmi"), list(auc1 = as.numeric(auc(r1)), auc2 = as.numeric(auc(r2)), z = as.numeric(pt$statistic), p_value = pt$p.value)),
  case("unpaired", list(outcome = "type", score = "glu", group = "young", group1 = 1, group2 = 0), list(auc1 = as.numeric(auc(u1)), auc2 = as.numeric(auc(u2)), t = as.numeric(ut$statistic), df = as.numeric(ut$parameter), p_value = ut$p.value)),
  thr("at140", 140), thr("at60", 60)))

# Kaplan-Meier and log-rank
km <- function(id, d, f, time, event, times, level, type, name, tau) { s <- survfit(f, d, conf.int = level, conf.type = type); q <- summary(s, times = times, extend = TRUE)
  t <- summary(s, rmean = tau)$table; k <- paste0(name, "_lower"); v <- list(n = s$n, at_risk = q$n.risk, survival = q$surv, greenwood_se = q$std.err, median = unname(t["median"]), rmst = unname(t["rmean"]), rmst_se = unname(t["se(rmean)"]))
  v[[k]] <- q$lower; v[[sub("lower", "upper", k)]] <- q$upper
  case(id, list(time = time, event = event, times = times, rmst_tau = tau, conf_level = level), v) }
lr <- function(id, d, f, inputs, csvname) { x <- survdiff(f, d, rho = if (is.null(inputs$rho)) 0 else inputs$rho); o <- if (is.matrix(x$obs)) rowSums(x$obs) else x$obs; e <- if (is.matrix(x$exp)) rowSums(x$exp) else x$exp
  case(id, inputs, list(observed = as.numeric(o), expected = as.numeric(e), chi2 = x$chisq, df = length(o) - 1, p = pchisq(x$chisq, length(o) - 1, lower.tail = FALSE)), csv = csvname) }
out("kaplan-meier-elsewhere", "Survival curves", "pbc.csv", list(
  km("pbc90", pb, Surv(time, death) ~ 1, "time", "death", c(0, 365, 1500, 4000, 4600), 0.9, "log-log", "loglog", 3000), km("pbc99", pb, Surv(time, death) ~ 1, "time", "death", c(500, 2000), 0.99, "log", "log", 4000),
  lr("stage", pb, Surv(time, death) ~ stage, list(time = "time", event = "death", group = "stage"), "pbc.csv"),
  lr("peto", pb, Surv(time, death) ~ edema, list(time = "time", event = "death", group = "edema", rho = 1), "pbc.csv"),
  lr("colon_strata", col, Surv(time, status) ~ rx + strata(differ), list(time = "time", event = "status", group = "rx", group_levels = levels(col$rx), strata = "differ"), "colon.csv")))

# Cox
cx <- function(id, d, preds, time, event, ties, level = 0.95, strata = NULL, cluster = NULL, csvname) { f <- as.formula(paste0("Surv(", time, ",", event, ") ~ ", paste(preds, collapse = "+"), if (!is.null(strata)) paste0("+strata(", strata, ")")))
  d <- d[complete.cases(d[, c(time, event, preds, strata, cluster)]), ]
  m <- coxph(f, d, ties = ties, eps = 1e-14, iter.max = 60); s <- summary(m, conf.int = level); k <- paste0("hr_ci", 100 * level)
  v <- list(n = m$n, events = m$nevent, coef = named(coef(m)), se = named(sqrt(diag(m$var))|> setNames(names(coef(m)))), hr = named(exp(coef(m))), loglik = m$loglik[2], loglik_null = m$loglik[1], lr_chi2 = unname(s$logtest[1]), score_chi2 = m$score)
  ci <- s$conf.int; v[[paste0(k, "_lower")]] <- named(setNames(ci[, 3], rownames(ci))); v[[paste0(k, "_upper")]] <- named(setNames(ci[, 4], rownames(ci)))
  inp <- list(time = time, event = event, predictors = preds, ties = ties); if (!is.null(strata)) inp$strata <- strata
  if (!is.null(cluster)) { inp$cluster <- cluster; mm <- coxph(f, d, ties = ties, eps = 1e-14, iter.max = 60, cluster = d[[cluster]]); v$cluster_robust_se <- named(setNames(sqrt(diag(mm$var)), names(coef(m)))) }
  z <- cox.zph(m, transform = "km")$table; v$zph_km <- list(chi2 = named(setNames(z[, 1], rownames(z))), p = named(setNames(z[, 3], rownames(z))))
  case(id, inp, v, tol = 1e-7, csv = csvname) }
out("cox-elsewhere", "Cox models", "pbc.csv", list(cx("pbc_efron", pb, c("age","logbili","albumin","edema"), "time", "death", "efron", csvname = "pbc.csv"), cx("pbc_breslow90", pb, c("age","logbili"), "time", "death", "breslow", 0.9, csvname = "pbc.csv"),
  cx("pbc_strata", pb, c("age","logbili"), "time", "death", "efron", strata = "stage", csvname = "pbc.csv"), cx("colon_cluster", col, c("age","nodes","obstruct"), "time", "status", "breslow", cluster = "sex", csvname = "colon.csv"), cx("veteran_one", vet, "karno", "time", "status", "efron", csvname = "veteran.csv")))

# Competing risks
p2 <- pb; ci <- cuminc(p2$time, p2$status, p2$trt); fg <- crr(p2$time, p2$status, as.matrix(p2[, c("age","logbili")]), failcode = 2, gtol = 1e-12)
out("competing-risks-elsewhere", "Transplant competes with death", "pbc.csv", list(
  case("gray", list(time = "time", cause = "status", group = "trt", times = c(1000, 2000)), list(gray_chi2_cause1 = ci$Tests[1, 1], gray_p_cause1 = ci$Tests[1, 2], gray_chi2_cause2 = ci$Tests[2, 1], gray_p_cause2 = ci$Tests[2, 2])),
  case("finegray", list(time = "time", cause = "status", predictors = c("age","logbili"), failcode = 2), list(coef = named(fg$coef), se = named(setNames(sqrt(diag(fg$var)), names(fg$coef))), loglik = fg$loglik), tol = 1e-6)))

# Correlation
co <- function(id, a, b, m, level = 0.95, csvname) { d <- get(sub("\\.csv", "", csvname)); x <- d[[a]]; yy <- d[[b]]; ok <- complete.cases(x, yy); x <- x[ok]; yy <- yy[ok]; v <- list(n = length(x), estimate = cor(x, yy, method = m))
  if (m == "pearson") { t <- cor.test(x, yy, conf.level = level); v$p <- t$p.value; k <- paste0("ci", 100 * level); v[[paste0(k, "_lower")]] <- t$conf.int[1]; v[[paste0(k, "_upper")]] <- t$conf.int[2] }
  if (m == "spearman") v$p <- cor.test(rank(x), rank(yy))$p.value
  case(id, list(first = a, second = b, method = m), v, csv = csvname) }
airquality <- airquality
out("correlation", "Correlation of two columns", "airquality.csv", list(co("pearson", "Ozone", "Temp", "pearson", csvname = "airquality.csv"), co("pearson90", "Wind", "Temp", "pearson", 0.9, csvname = "airquality.csv"), co("spearman", "Ozone", "Wind", "spearman", csvname = "airquality.csv"), co("kendall", "Ozone", "Month", "kendall", csvname = "airquality.csv")))

# Tests
tt <- function(id, inp, t, csvname, extra = list()) case(id, inp, c(list(statistic = unname(t$statistic), df = unname(t$parameter), p = t$p.value), extra), csv = csvname)
w <- t.test(pima$bmi[pima$type == 1], pima$bmi[pima$type == 0]); w9 <- t.test(pima$bmi[pima$type == 1], pima$bmi[pima$type == 0], var.equal = TRUE, conf.level = 0.9); pr <- t.test(slp$a, slp$b, paired = TRUE)
mw <- wilcox.test(pima$npreg[pima$type == 1], pima$npreg[pima$type == 0], exact = FALSE, correct = TRUE); sr <- suppressWarnings(wilcox.test(slp$a, slp$b, paired = TRUE, exact = FALSE, correct = TRUE))
ex <- wilcox.test(c(1.1, 2.3, 0.4, 5.2), c(3.3, 6.1, 7.7, 2.9, 8), exact = TRUE); csv(data.frame(v = c(1.1, 2.3, 0.4, 5.2, 3.3, 6.1, 7.7, 2.9, 8), g = rep(c("a","b"), c(4, 5))), "small.csv")
kw <- kruskal.test(Ozone ~ Month, airquality); an <- summary(aov(breaks ~ tension, warpbreaks))[[1]]
tb <- matrix(c(12, 5, 7, 19, 4, 9), 2); cs <- chisq.test(tb, correct = FALSE); t2 <- matrix(c(8, 1, 2, 11), 2, byrow = TRUE); fi <- fisher.test(t2); cy <- suppressWarnings(chisq.test(t2, correct = TRUE))
tests <- list(
  tt("welch", list(test = "welch-t", value = "bmi", group = "type", group1 = 1, group2 = 0), w, "pima.csv", list(estimate = unname(w$estimate[1] - w$estimate[2]), ci95_lower = w$conf.int[1], ci95_upper = w$conf.int[2])),
  tt("pooled90", list(test = "pooled-t", value = "bmi", group = "type", group1 = 1, group2 = 0), w9, "pima.csv", list(ci90_lower = w9$conf.int[1], ci90_upper = w9$conf.int[2])),
  tt("paired", list(test = "paired-t", first = "a", second = "b"), pr, "sleep.csv", list(estimate = unname(pr$estimate), ci95_lower = pr$conf.int[1], ci95_upper = pr$conf.int[2])),
  case("mann_whitney", list(test = "mann-whitney", value = "npreg", group = "type", group1 = 1, group2 = 0), list(statistic = unname(mw$statistic), p = mw$p.value), csv = "pima.csv"),
  case("exact", list(test = "mann-whitney", value = "v", group = "g", group1 = "a", group2 = "b"), list(statistic = unname(ex$statistic), exact_p = ex$p.value), csv = "small.csv"),
  case("signed_rank", list(test = "wilcoxon-signed-rank", first = "a", second = "b"), list(statistic = unname(sr$statistic), p = sr$p.value), csv = "sleep.csv"),
  tt("kruskal", list(test = "kruskal-wallis", value = "Ozone", group = "Month"), kw, "airquality.csv"),
  case("anova", list(test = "anova", value = "breaks", group = "tension"), list(statistic = an[1, "F value"], df1 = an[1, "Df"], df2 = an[2, "Df"], p = an[1, "Pr(>F)"]), csv = "warpbreaks.csv"),
  tt("chi_square", list(test = "chi-square", table = tb), cs, "small.csv"), tt("yates", list(test = "chi-square", table = t2, yates = TRUE), cy, "small.csv"), case("fisher", list(test = "fisher", table = t2), list(p = fi$p.value, p_greater = fisher.test(t2, alternative = "greater")$p.value)))
out("hypothesis", "Tests", NULL, tests)

# Regression
lm1 <- lm(Ozone ~ Temp + Wind, airquality); sl <- summary(lm1)
g <- glm(case ~ age + parity + induced + spontaneous, binomial, inf, epsilon = 1e-15, maxit = 60); sg <- summary(g)$coefficients; wci <- confint.default(g, level = 0.9)
st <- step(glm(type ~ npreg + glu + bp + skin + bmi + ped + age, binomial, pima), trace = 0, direction = "backward"); stb <- step(glm(type ~ 1, binomial, pima), scope = ~ npreg + glu + bp + skin + bmi + ped + age, direction = "forward", k = log(nrow(pima)), trace = 0)
pbs <- subset(pb, stage > 1); mu <- multinom(stage ~ age + logbili, pbs, reltol = 1e-16, maxit = 5000, trace = FALSE)
out("regression", "Regression", NULL, list(
  case("linear", list(model = "linear", outcome = "Ozone", predictors = c("Temp","Wind")), list(n = nobs(lm1), coef = named(coef(lm1)), se = named(sl$coefficients[, 2]), t = named(sl$coefficients[, 3]), p = named(sl$coefficients[, 4]), residual_df = lm1$df.residual, sigma = sl$sigma, r_squared = sl$r.squared), csv = "airquality.csv"),
  case("logistic90", list(model = "logistic", outcome = "case", predictors = c("age","parity","induced","spontaneous"), conf_level = 0.9), list(n = nobs(g), events = sum(inf$case), coef = named(sg[, 1]), se = named(sg[, 2]), z = named(sg[, 3]), p = named(sg[, 4]), deviance = deviance(g), null_deviance = g$null.deviance, loglik = as.numeric(logLik(g)), aic = AIC(g), bic = BIC(g), ci90_lower = named(wci[, 1]), ci90_upper = named(wci[, 2])), csv = "infert.csv"),
  case("backward", list(model = "stepwise", outcome = "type", predictors = c("npreg","glu","bp","skin","bmi","ped","age"), direction = "backward"), list(kept = attr(terms(st), "term.labels"), coef = named(coef(st)), aic = AIC(st)), tol = 1e-6, csv = "pima.csv"),
  case("forward_bic", list(model = "stepwise", outcome = "type", predictors = c("npreg","glu","bp","skin","bmi","ped","age"), direction = "forward", k = log(nrow(pima))), list(kept = sort(attr(terms(stb), "term.labels"))), csv = "pima.csv"),
  case("multinomial", list(model = "multinomial", outcome = "stage", predictors = c("age","logbili"), subset = "stage>1"), list(coef = apply(coef(mu), 1, named), se = apply(summary(mu)$standard.errors, 1, named), deviance = deviance(mu)), tol = 1e-5, csv = "pbc.csv")))

# Classifiers
ld <- predict(lda(iris[, 1:4], iris$Species))$posterior; nb <- predict(naiveBayes(iris[, 1:3], iris$Species), iris[, 1:3], type = "raw")
rows <- c(51, 71, 84, 107, 134, 150)
out("classifiers", "Classifiers", "iris.csv", list(
  case("lda", list(model = "linear-discriminant", outcome = "Species", predictors = names(iris)[1:4], rows = rows), list(posterior = ld[rows, ]), tol = 1e-7),
  case("naive_bayes", list(model = "naive-bayes", outcome = "Species", predictors = names(iris)[1:3], rows = rows), list(posterior = nb[rows, ]), tol = 1e-7)))

# Agreement on warpbreaks as a subject x rater table, and kappa on a 4 x 4 table
ag <- psych::ICC(as.matrix(data.frame(r1 = warpbreaks$breaks[1:9], r2 = warpbreaks$breaks[10:18], r3 = warpbreaks$breaks[19:27])), lmer = FALSE, alpha = 0.1)$results
csv(data.frame(s = 1:9, r1 = warpbreaks$breaks[1:9], r2 = warpbreaks$breaks[10:18], r3 = warpbreaks$breaks[19:27]), "raters.csv")
kt <- matrix(c(22, 3, 1, 0, 4, 15, 5, 1, 0, 6, 18, 2, 1, 0, 3, 9), 4, byrow = TRUE); ku <- vcd::Kappa(kt, weights = "Fleiss-Cohen"); kl <- vcd::Kappa(kt)
iv <- function(i) list(icc = ag$ICC[i], lower = ag$`lower bound`[i], upper = ag$`upper bound`[i])
out("agreement-elsewhere", "Agreement", "raters.csv", list(
  case("icc90", list(alpha = 0.1, raters = c("r1","r2","r3")), list(icc_1_1 = iv(1), icc_2_1_absolute_agreement = iv(2), icc_3_1_consistency = iv(3), icc_1_k = ag$ICC[4], icc_2_k = ag$ICC[5], icc_3_k = ag$ICC[6])),
  case("kappa", list(table = kt), list(unweighted = list(kappa = unname(ku$Unweighted[1]), se = unname(ku$Unweighted[2])), quadratic = list(kappa = unname(ku$Weighted[1]), se = unname(ku$Weighted[2])), linear = list(kappa = unname(kl$Weighted[1]), se = unname(kl$Weighted[2]))))))

# Penalised: the tight stop, so that the figures are the minimum's
x <- as.matrix(pima[, c("npreg","glu","bp","skin","bmi","ped","age")]); pen <- function(id, y, fam, a, l, inp) { m <- glmnet(x, y, family = fam, alpha = a, lambda = l, thresh = 1e-22, maxit = 1e7); b <- as.matrix(coef(m))[, 1]; case(id, c(inp, list(features = colnames(x), alpha = a, lambda = l)), list(nonzero = named(b[b != 0]), fraction_deviance_explained = m$dev.ratio), tol = 1e-5) }
pb$fold <- rep(1:6, 52); csv(pb, "pbc.csv"); xc <- as.matrix(pb[, c("age","logbili","albumin","edema")]); lam <- c(0.3, 0.2, 0.1, 0.05, 0.02, 0.01)
# Of times above 100 the package no longer puts censoring after an event at the same time (it adds 100 machine epsilons): a fraction of them.
pb$part <- pb$time / 2^13; csv(pb, "pbc.csv"); cvc <- cv.glmnet(xc, Surv(pb$part, pb$death), family = "cox", lambda = lam, foldid = pb$fold, thresh = 1e-22, grouped = TRUE)
out("penalised-elsewhere", "Elastic net", "pima.csv", list(pen("lasso", pima$type, "binomial", 1, 0.05, list(outcome = "type")), pen("net", pima$type, "binomial", 0.3, 0.02, list(outcome = "type")), pen("ridge", pima$type, "binomial", 0, 0.1, list(outcome = "type")),
  case("cv_cox", list(time = "part", event = "death", features = colnames(xc), foldid_column = "fold", lambda = lam), list(cvm_deviance = cvc$cvm, cvsd_deviance = cvc$cvsd, lambda_min = cvc$lambda.min, lambda_1se = cvc$lambda.1se), tol = 1e-6, csv = "pbc.csv")))
