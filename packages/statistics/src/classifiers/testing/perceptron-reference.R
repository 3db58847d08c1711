# Makes perceptron-reference.json: nnet on two species of iris and on MASS::birthwt, from given weights.
# A small decay leaves many minima, and two ways down from one start may end in different ones; these have enough of it.
# Run: Rscript perceptron-reference.R > perceptron-reference.json   (R 4.2.2, nnet 7.3-18)
suppressMessages({library(nnet); library(jsonlite)})
fit <- function(x, y, size, decay, entropy, turn) {
  start <- 0.5 * sin(turn * seq_len((ncol(x) + 1) * size + size + 1))
  m <- nnet(x, y, size = size, decay = decay, entropy = entropy, Wts = start, maxit = 20000, reltol = 1e-15, abstol = 1e-300, trace = FALSE)
  list(x = unname(as.list(as.data.frame(x))), y = y, units = size, decay = decay, start = start, value = m$value,
    weights = m$wts, fitted = as.numeric(fitted(m)))
}
two <- iris$Species != "setosa"
bw <- MASS::birthwt
cat(toJSON(list(
  iris = fit(unname(scale(as.matrix(iris[two, 1:4]))), as.integer(iris$Species[two] == "virginica"), 3, 0.3, TRUE, 1.7),
  birth = fit(unname(scale(as.matrix(bw[, c("age", "lwt", "ptl")]))), bw$low, 2, 0.5, TRUE, 2.3)), digits = NA, auto_unbox = TRUE))
