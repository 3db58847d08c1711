# Makes multivariate-reference.json: components and clusters of iris by R's stats package.
# Run: Rscript multivariate-reference.R > multivariate-reference.json   (R 4.2.2)
library(jsonlite)
x <- as.matrix(iris[seq(1, 150, 3), 1:4]); x <- x + outer(seq_len(nrow(x)), 1:4, function(i, j) ((i * 13 + j * 7) %% 29) / 1000)
pc <- prcomp(x, scale. = TRUE); raw <- prcomp(x)
wide <- prcomp(t(x)[, 1:12], scale. = FALSE)
km <- kmeans(x, x[c(1, 20, 40), ], algorithm = "Lloyd", iter.max = 100)
tree <- function(m) { h <- hclust(dist(x), m); list(height = h$height, cut = cutree(h, 4) - 1) }
cat(toJSON(list(x = x, sdev = pc$sdev, rotation = pc$rotation, scores = pc$x, rawSdev = raw$sdev, wideSdev = wide$sdev,
  kmeans = list(cluster = km$cluster - 1, centers = km$centers, within = km$tot.withinss),
  complete = tree("complete"), average = tree("average"), single = tree("single"), ward = tree("ward.D2")), digits = NA, auto_unbox = TRUE))
