# Makes machines-reference.json: e1071's svm, R's glm, step, nnet::multinom, survdiff and ranger on iris and survival data.
# Run: Rscript machines-reference.R > machines-reference.json   (R 4.2.2)
suppressMessages({library(e1071); library(nnet); library(survival); library(ranger); library(jsonlite)})
x <- as.matrix(iris[, 1:4]); y <- iris$Species
two <- y != "setosa"; x2 <- scale(x[two, ]); y2 <- as.integer(y[two] == "virginica")
decide <- function(...) {
  m <- svm(x2, factor(y2), scale = FALSE, tolerance = 1e-9, ...)
  d <- as.numeric(attr(predict(m, x2, decision.values = TRUE), "decision.values"))
  if (m$labels[1] == 1) d <- -d # labels[1] is the class of positive decisions; level 1 is the outcome 0
  list(decisions = d, supports = m$tot.nSV)
}
linear <- decide(kernel = "linear", cost = 1); radial <- decide(kernel = "radial", cost = 2, gamma = 0.5)
hi <- (sum(y2) + 1) / (sum(y2) + 2); lo <- 1 / (sum(!y2) + 2)
platt <- suppressWarnings(coef(glm(ifelse(y2 == 1, hi, lo) ~ radial$decisions, family = quasibinomial, control = glm.control(epsilon = 1e-14))))
# Recursive elimination by the squared weight of a linear machine, one column at a time.
left <- seq_len(ncol(x2)); out <- c()
while (length(left) > 1) {
  m <- svm(x2[, left, drop = FALSE], factor(y2), scale = FALSE, kernel = "linear", cost = 1, tolerance = 1e-9)
  w <- as.numeric(t(m$coefs) %*% m$SV); worst <- which.min(w^2); out <- c(out, left[worst]); left <- left[-worst]
}
d <- na.omit(lung[, c("time", "status", "age", "sex", "ph.ecog", "ph.karno", "pat.karno", "wt.loss", "meal.cal")])
d$dead <- as.integer(d$status == 2)
stepped <- lapply(c(both = "both", backward = "backward", forward = "forward"), function(dir) {
  full <- glm(dead ~ age + sex + ph.ecog + ph.karno + pat.karno + wt.loss + meal.cal, binomial, d, epsilon = 1e-14)
  s <- step(if (dir == "forward") glm(dead ~ 1, binomial, d, epsilon = 1e-14) else full, scope = formula(full), direction = dir, trace = 0)
  list(aic = AIC(s), coefficients = as.list(coef(s)))
})
bw <- MASS::birthwt; bwx <- scale(bw[, c("age", "lwt", "bwt")])
multi <- multinom(factor(bw$race) ~ bwx, trace = FALSE, maxit = 1000, reltol = 1e-15, abstol = 1e-12, Hess = TRUE)
sm <- summary(multi)
columns <- c("age", "sex", "ph.ecog", "ph.karno", "pat.karno", "wt.loss", "meal.cal")
# Of every cut of every column with eight on either side, the greatest chi-square of survdiff.
cuts <- do.call(rbind, lapply(columns, function(c) {
  v <- sort(unique(d[[c]])); l <- (head(v, -1) + tail(v, -1)) / 2
  l <- l[sapply(l, function(k) min(sum(d[[c]] < k), sum(d[[c]] >= k)) >= 8)]
  data.frame(column = c, limit = l, chi = sapply(l, function(k) survdiff(Surv(time, dead) ~ (d[[c]] < k), d)$chisq))
}))
top <- do.call(rbind, lapply(split(cuts, cuts$column), function(k) k[which.max(k$chi), ]))
surv <- d[, c("time", "dead", columns)]
oob <- sapply(1:20, function(s) { f <- ranger(Surv(time, dead) ~ ., surv, num.trees = 300, min.node.size = 15, seed = s, num.threads = 1); 1 - f$prediction.error })
cat(toJSON(list(
  two = list(x = as.list(as.data.frame(x2)), y = y2), linear = linear, radial = radial, platt = unname(platt), eliminated = out - 1,
  lung = list(time = d$time, dead = d$dead, x = as.list(d[, columns])), step = stepped,
  multinomial = list(coefficients = unname(sm$coefficients), standardErrors = unname(sm$standard.errors), deviance = multi$deviance,
    probabilities = unname(fitted(multi)[c(1, 60, 120), ]), x = unname(as.list(as.data.frame(bwx))), y = bw$race - 1),
  cuts = lapply(seq_len(nrow(top)), function(i) as.list(top[i, ])), forestC = list(mean = mean(oob), sd = sd(oob))), digits = NA, auto_unbox = TRUE))
