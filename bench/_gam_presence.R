# A generalised additive model of presence, fitted where learn is 1 and scored where it is 0. Prints one line of JSON.
suppressMessages(library(mgcv))
table <- read.csv(commandArgs(trailingOnly = TRUE)[1])
names <- setdiff(names(table), c("truth", "learn"))
terms <- paste0("s(", names, ", k = 6)", collapse = " + ")
model <- bam(as.formula(paste("truth ~", terms)), family = binomial(), data = table[table$learn == 1, ],
             discrete = TRUE, select = TRUE)
score <- predict(model, table[table$learn == 0, ])
cat(sprintf('{"version": "%s", "score": [%s]}\n', packageVersion("mgcv"), paste(signif(score, 8), collapse = ", ")))
