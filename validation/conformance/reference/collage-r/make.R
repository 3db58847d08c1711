# CoLlAGe by its definition (Prasanna P, Tiwari P, Madabhushi A. Sci Rep 2016;6:37241), in base R; nothing of Nadir is read or run.
# Steps of the paper: (1) the gradient at every voxel; (2) around every voxel the matrix F of the gradients of a window, one row a
# voxel, and the first right singular vector r of F as the dominant direction; (3) theta = atan(r_y / r_x) and
# phi = atan(r_z / sqrt(r_x^2 + r_y^2)); (4) the angle in equal steps, by ceiling; (5) the co-occurrence matrix of the steps in a window
# around every voxel; (6) a Haralick feature of it.
# The paper leaves open: the difference quotient (central here, per mm), the sign of r (that with r_x > 0 here, as theta asks),
# which pairs co-occur (all neighbours at distance 1, both ways, added up), the logarithm (to base 2).
# Only voxels are kept whose windows lie within the crop: no rule for borders comes in.
# Data: validation/conformance/reference/pyradiomics-brain1/image.nrrd. Run from the repository's root:
#   Rscript validation/conformance/reference/collage-r/make.R
folder <- "validation/conformance/reference"

read_nrrd <- function(path) {
  bytes <- readBin(path, "raw", file.size(path))
  end <- which(head(bytes, -1) == as.raw(10) & tail(bytes, -1) == as.raw(10))[1]
  header <- strsplit(rawToChar(bytes[1:end]), "\n")[[1]]
  field <- function(name) sub("^[^:]*: *", "", header[grepl(paste0("^", name, ":"), header)])
  sizes <- as.integer(strsplit(field("sizes"), " ")[[1]])
  stopifnot(field("encoding") == "gzip", field("endian") == "little", field("type") %in% c("short", "int16", "signed short"))
  packed <- tempfile(); writeBin(bytes[(end + 2):length(bytes)], packed)
  con <- gzfile(packed, "rb"); on.exit(close(con))
  array(readBin(con, "integer", prod(sizes), size = 2, signed = TRUE, endian = "little"), sizes)
}

gradient <- function(image, spacing, axes) {
  n <- dim(image)
  lapply(axes, function(axis) {
    out <- array(NA_real_, n)
    inner <- lapply(seq_along(n), function(x) if (x == axis) 2:(n[x] - 1) else seq_len(n[x]))
    move <- function(by) { at <- inner; at[[axis]] <- at[[axis]] + by; at }
    after <- move(1); before <- move(-1)
    out[inner[[1]], inner[[2]], inner[[3]]] <-
      (image[after[[1]], after[[2]], after[[3]], drop = FALSE] - image[before[[1]], before[[2]], before[[3]], drop = FALSE]) /
      (2 * spacing[axis])
    out
  })
}

window_of <- function(c, radius, n) lapply(1:3, function(x) if (n[x] == 1) 1L else (c[x] - radius):(c[x] + radius))
fits <- function(c, radius, n) all(n == 1 | (c - radius >= 1 & c + radius <= n))

angles <- function(image, spacing, radius, angle) {
  n <- dim(image)
  axes <- which(n > 1)
  slopes <- gradient(image, spacing, axes)
  out <- array(NA_real_, n)
  for (k in seq_len(n[3])) for (j in seq_len(n[2])) for (i in seq_len(n[1])) {
    if (!fits(c(i, j, k), radius, n)) next
    w <- window_of(c(i, j, k), radius, n)
    F <- sapply(slopes, function(s) as.vector(s[w[[1]], w[[2]], w[[3]]]))
    if (anyNA(F)) next
    r <- c(svd(F)$v[, 1], 0)[1:3]
    if (r[1] < 0 || (r[1] == 0 && r[2] < 0)) r <- -r
    out[i, j, k] <- if (angle == "theta") atan(r[2] / r[1]) else atan(r[3] / sqrt(r[1]^2 + r[2]^2))
  }
  out
}

pairs_of <- function(w) {
  # Every two neighbours of the window once: offsets of which the last that is not 0 is above 0.
  offsets <- as.matrix(expand.grid(-1:1, -1:1, if (dim(w)[3] == 1) 0 else -1:1))
  offsets <- offsets[apply(offsets, 1, function(o) { o <- o[o != 0]; length(o) > 0 && tail(o, 1) > 0 }), , drop = FALSE]
  n <- dim(w); at <- which(array(TRUE, n), arr.ind = TRUE)
  do.call(rbind, lapply(seq_len(nrow(offsets)), function(o) {
    to <- sweep(at, 2, offsets[o, ], "+")
    keep <- apply(to >= 1 & sweep(to, 2, n, "<="), 1, all)
    cbind(w[at[keep, , drop = FALSE]], w[to[keep, , drop = FALSE]])
  }))
}

haralick <- function(pairs, bins) {
  M <- table(factor(c(pairs[, 1], pairs[, 2]), 1:bins), factor(c(pairs[, 2], pairs[, 1]), 1:bins))
  P <- unclass(M) / sum(M)
  p <- P[P > 0]; i <- row(P); j <- col(P)
  sums <- tapply(P, i + j, sum); sums <- sums[sums > 0]
  c(joint_entr = -sum(p * log2(p)), energy = sum(p^2), contrast = sum((i - j)^2 * P), sum_entr = -sum(sums * log2(sums)))
}

case_of <- function(id, image, spacing, gradientRadius, radius, bins, angle) {
  n <- dim(image)
  steps <- ceiling((angles(image, spacing, gradientRadius, angle) + pi / 2) / (pi / bins))
  voxels <- list()
  for (k in seq_len(n[3])) for (j in seq_len(n[2])) for (i in seq_len(n[1])) {
    if (!fits(c(i, j, k), radius, n)) next
    w <- window_of(c(i, j, k), radius, n)
    levels <- array(steps[w[[1]], w[[2]], w[[3]]], lengths(w))
    if (anyNA(levels)) next
    voxels[[length(voxels) + 1]] <- c(i - 1, j - 1, k - 1, haralick(pairs_of(levels), bins))
  }
  text <- function(v) paste0("[", paste(vapply(v, function(x) format(x, digits = 15), ""), collapse = ","), "]")
  paste0('{"id":"', id, '","gradientRadius":', gradientRadius, ',"radius":', radius, ',"bins":', bins, ',"angle":"', angle,
         '",\n"voxels":[\n', paste(vapply(voxels, text, ""), collapse = ",\n"), "]}")
}

brain <- read_nrrd(file.path(folder, "pyradiomics-brain1", "image.nrrd"))
spacing <- c(0.78125, 0.78125, 6.5)
low <- c(146, 91, 13)
slice <- brain[low[1] + 0:14, low[2] + 0:14, low[3] + 4, drop = FALSE]
block <- brain[low[1] + 0:9, low[2] + 0:9, low[3] + 0:8, drop = FALSE]
cases <- c(
  case_of("slice-theta", slice, spacing, 1, 1, 64, "theta"),
  case_of("slice-theta-wide", slice, spacing, 2, 2, 16, "theta"),
  case_of("block-theta", block, spacing, 1, 1, 32, "theta"),
  case_of("block-phi", block, spacing, 1, 1, 32, "phi"))
writeLines(paste0('{"image":"pyradiomics-brain1/image.nrrd","low":[', paste(low - 1, collapse = ","), '],"spacingMm":[', paste(spacing, collapse = ","),
  '],"columns":["i","j","k","joint_entr","energy","contrast","sum_entr"],\n"cases":[\n', paste(cases, collapse = ",\n"), "]}"),
  file.path(folder, "collage-r", "expected.json"))
