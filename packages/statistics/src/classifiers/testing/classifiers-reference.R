# Makes classifiers-reference.json: iris and survival::lung through MASS, class, e1071, rpart and gbm.
# Run: Rscript classifiers-reference.R > classifiers-reference.json   (R 4.2.2)
suppressMessages({library(MASS); library(class); library(e1071); library(rpart); library(gbm); library(survival); library(randomForest); library(jsonlite)})
x <- iris[, 1:4]; y <- iris$Species
train <- seq(1, 150, 2); test <- seq(2, 150, 2)
l <- predict(lda(x[train, ], y[train]), x[test, ])$posterior
nb <- predict(naiveBayes(x[train, ], y[train]), x[test, ], type = "raw")
k <- knn(scale(x[train, ]), scale(x[test, ], attr(scale(x[train, ]), "scaled:center"), attr(scale(x[train, ]), "scaled:scale")), y[train], k = 5, prob = TRUE)
d <- na.omit(lung[, c("status", "age", "ph.ecog", "wt.loss", "meal.cal")]); d$status <- d$status - 1
t <- rpart(status ~ ., d, method = "anova", control = rpart.control(cp = 0, minsplit = 20, minbucket = 7, xval = 0, maxsurrogate = 0, maxcompete = 0))
g <- gbm(status ~ ., "bernoulli", d, n.trees = 25, interaction.depth = 1, n.minobsinnode = 10, shrinkage = 0.1, bag.fraction = 1, train.fraction = 1, keep.data = FALSE)
set.seed(1); bin <- as.numeric(y == "virginica")
oob <- sapply(1:20, function(s) { set.seed(s); f <- randomForest(x, factor(bin), ntree = 200); mean((f$votes[, 2] - bin)^2) })
cat(toJSON(list(
  iris = list(x = as.list(x), y = as.integer(y) - 1),
  lda = l, naiveBayes = nb, knn = list(class = as.integer(k) - 1, prob = attr(k, "prob")),
  lung = list(x = as.list(d[, -1]), y = d$status), tree = unname(predict(t)),
  boosting = predict(g, d, n.trees = 25, type = "response"),
  forestBrier = list(mean = mean(oob), sd = sd(oob))), digits = NA, auto_unbox = TRUE))
