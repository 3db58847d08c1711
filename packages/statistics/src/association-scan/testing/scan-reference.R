# Makes scan-reference.json: rank tests of R's own stats package on columns with ties and missing values.
# Run: Rscript scan-reference.R > scan-reference.json   (R 4.2.2, jsonlite)
library(jsonlite)
set.seed(20260)
n <- 41
size <- c(rexp(n - 1), NA)
features <- list(
  smooth = rnorm(n), tied = as.numeric(rpois(n, 2)), holes = replace(rnorm(n), c(3, 9, 20, 33), NA),
  flat = rep(1, n), size = size
)
targets <- list(
  near = features$smooth + rnorm(n), counts = as.numeric(rpois(n, 3)), far = replace(rnorm(n), 5:12, NA),
  exact = features$smooth^3
)
two <- sample(c("wild", "mutant"), n, TRUE)
three <- replace(sample(c("a", "b", "c"), n, TRUE), c(2, 30), NA)
pairs <- list()
add <- function(target, feature, n, effect, p) pairs[[length(pairs) + 1]] <<- list(target = target, feature = feature, n = n, effect = effect, p = p)
for (f in names(features)) {
  x <- features[[f]]
  if (f == "flat") next
  for (t in names(targets)) {
    both <- complete.cases(x, targets[[t]])
    a <- suppressWarnings(cor.test(x[both], targets[[t]][both], method = "spearman", exact = FALSE))
    add(t, f, sum(both), unname(a$estimate), a$p.value)
  }
  ok <- !is.na(x)
  w <- suppressWarnings(wilcox.test(x[ok & two == "wild"], x[ok & two == "mutant"]))
  n1 <- sum(ok & two == "wild"); n2 <- sum(ok & two == "mutant")
  add("two", f, n1 + n2, unname(2 * w$statistic / (n1 * n2) - 1), w$p.value)
  ok <- ok & !is.na(three)
  k <- kruskal.test(x[ok], factor(three[ok]))
  add("three", f, sum(ok), unname(k$statistic) / (sum(ok) - 1), k$p.value)
}
q <- p.adjust(sapply(pairs, function(r) r$p), "BH")
pairs <- Map(function(r, q) c(r, q = q), pairs, q)
cat(toJSON(list(features = features, targets = targets, two = two, three = three, pairs = pairs), auto_unbox = TRUE, digits = NA, na = "null"))
