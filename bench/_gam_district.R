# A generalised additive model of finds by place, effort as offset; predicts items a cell before any search.
suppressMessages(library(mgcv))
path <- commandArgs(trailingOnly = TRUE)[1]
table <- read.csv(path)
start <- proc.time()[["elapsed"]]
seen <- table[table$effort > 0, ]
most <- min(150, nrow(unique(seen[, c("x", "y")])) - 1)
model <- bam(found ~ s(x, y, k = most) + offset(log(effort)), family = nb(), data = seen, discrete = FALSE)
table$effort <- 1
mean <- predict(model, table, type = "response")
write(format(pmin(mean, 1e6), digits = 8), sub("\\.csv$", ".mean", path), ncolumns = 1)
cat(sprintf('{"version": "%s", "theta": %.8g, "seconds": %.2f}\n', packageVersion("mgcv"),
            model$family$getTheta(TRUE), proc.time()[["elapsed"]] - start))
