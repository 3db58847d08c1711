# Makes values-reference.json: models of several classes and of a number, each site left out in turn, on MASS::birthwt.
# Run: Rscript values-reference.R > values-reference.json   (R 4.2.2, nnet 7.3-18, pROC 1.18)
suppressMessages({library(nnet); library(MASS); library(pROC); library(jsonlite)})
d <- birthwt; d$site <- c("A", "B", "C", "D")[(seq_len(nrow(d)) - 1) %% 4 + 1]; d$race <- factor(d$race, labels = c("white", "black", "other"))
shares <- matrix(NA, nrow(d), 3); blank <- shares; number <- rep(NA, nrow(d)); mean <- number; lda <- shares
for (s in unique(d$site)) {
  out <- d$site == s; train <- d[!out, ]
  m <- multinom(race ~ age + lwt + bwt, train, trace = FALSE, maxit = 2000, reltol = 1e-15, abstol = 1e-12)
  shares[out, ] <- predict(m, d[out, ], "probs")
  lda[out, ] <- predict(MASS::lda(race ~ age + lwt + bwt, train), d[out, ])$posterior
  blank[out, ] <- rep(as.numeric(table(train$race) / nrow(train)), each = sum(out))
  number[out] <- predict(lm(bwt ~ age + lwt + smoke + ht, train), d[out, ]); mean[out] <- base::mean(train$bwt)
}
# The log odds that each site was given by the others, beside age and hypertension; and those two alone.
low <- rep(NA, nrow(d)); alone <- low
for (s in unique(d$site)) {
  out <- d$site == s; train <- d[!out, ]
  low[out] <- predict(glm(low ~ lwt + smoke, binomial, train, epsilon = 1e-14), d[out, ])
  alone[out] <- predict(glm(low ~ age + ht, binomial, train, epsilon = 1e-14), d[out, ])
}
beside <- summary(glm(d$low ~ low + d$age + d$ht, binomial, epsilon = 1e-14))$coefficients[2, ]
adjusted <- list(ratio = exp(beside[[1]]), lower = exp(beside[[1]] - qnorm(0.975) * beside[[2]]), p = beside[[4]],
  alone = as.numeric(pROC::auc(d$low, alone, quiet = TRUE, direction = "<")))
k <- as.integer(d$race); loss <- function(p) -base::mean(log(p[cbind(seq_along(k), k)]))
auc <- sapply(1:3, function(c) as.numeric(pROC::auc(k == c, shares[, c], quiet = TRUE, direction = "<")))
cal <- lm(d$bwt ~ number)
cat(toJSON(list(
  rows = data.frame(site = d$site, race = as.character(d$race), age = d$age, lwt = d$lwt, bwt = d$bwt, smoke = d$smoke, ht = d$ht, low = d$low),
  adjusted = adjusted,
  classes = list(logLoss = loss(shares), logLossOfShares = loss(blank), logLossOfDiscriminant = loss(lda), auc = auc,
    accuracy = base::mean(max.col(shares) == k), brier = base::mean(rowSums((shares - diag(3)[k, ])^2)),
    confusion = unname(unclass(table(factor(k, 1:3), factor(max.col(shares), 1:3))))),
  number = list(rSquared = 1 - sum((d$bwt - number)^2) / sum((d$bwt - mean)^2), rmse = sqrt(base::mean((d$bwt - number)^2)),
    rmseOfMean = sqrt(base::mean((d$bwt - mean)^2)), mae = base::mean(abs(d$bwt - number)),
    slope = unname(coef(cal)[2]), intercept = unname(coef(cal)[1]))), digits = NA))
