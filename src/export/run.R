# ---- the run
near <- function(a, b) abs(a - b) <= 1e-9 * pmax(1, abs(a))

# States at these times; the equations are stiff, so the method must be implicit.
solve_model <- function(y, p, times) {
  solution <- lsoda(y, times, function(t, y, p) model(y, p)[1], p, rtol = 1e-10, atol = 1e-12, maxsteps = 1e5)
  if (attr(solution, "istate")[1] < 0) stop("the solver gave up")
  solution[, -1, drop = FALSE]
}

# The resting state before treatment, also where a parameter above was changed by hand.
before <- p
before[begin_with_treatment] <- 0
y <- solve_model(states, before, c(0, 1e5))[2, ]
baseline <- model(y, before)[[2]][improves]
at_rest <- y

# Every time at which something jumps.
jumps <- c(0, duration)
for (dose in doses) jumps <- c(jumps, dose$at, dose$at + dose$over)
for (switch in switches) jumps <- c(jumps, switch$from, switch$to)
for (change in changes) jumps <- c(jumps, change$at)
jumps <- sort(jumps[jumps >= 0 & jumps <= duration])
jumps <- jumps[c(TRUE, !near(jumps[-length(jumps)], jumps[-1]))]

# The parameters in force; infusions that overlap add up.
settings_at <- function(time) {
  now <- p
  for (dose in doses) {
    running <- sum(dose$over > 0 & dose$at < time & time < dose$at + dose$over)
    if (running > 0) now[[dose$into]] <- now[[dose$into]] + running * dose$amount / dose$over
  }
  for (switch in switches) if (switch$from < time && time < switch$to) now[[switch$name]] <- switch$value
  now
}

# Rows of time, states, observables and improvement; at a jump the values just after it.
rows <- list()
add_row <- function(time, y, p) {
  observables <- model(y, p)[[2]]
  rows[[length(rows) + 1]] <<- c(time, y, observables, improvement(baseline, observables[improves]))
}
for (i in seq_len(length(jumps) - 1)) {
  start <- jumps[i]
  end <- jumps[i + 1]
  for (change in changes) if (near(change$at, start)) {
    now <- y[[change$state]]
    y[[change$state]] <- if (is.na(change$factor)) min(now, at_rest[[change$state]]) else now * change$factor
  }
  for (dose in doses) {
    given <- sum(dose$over == 0 & near(dose$at, start))
    if (given > 0) y[[dose$into]] <- y[[dose$into]] + given * dose$amount
  }
  now <- settings_at((start + end) / 2)
  inside <- sort(unique(grid[grid > start & grid < end & !near(start, grid) & !near(end, grid)]))
  times <- c(start, inside, end)
  values <- solve_model(y, now, times)
  for (j in seq_len(length(times) - 1)) add_row(times[j], values[j, ], now)
  y <- values[length(times), ]
}
add_row(duration, y, now)

field <- function(text) if (grepl("[\",\r\n]", text)) paste0("\"", gsub("\"", "\"\"", text), "\"") else text
number <- function(x) ifelse(is.nan(x), "", formatC(x, digits = 17, format = "g"))
lines <- vapply(rows, function(row) paste(c(field(arm), number(row)), collapse = ","), "")
path <- c(commandArgs(trailingOnly = TRUE), "trajectory.csv")[1]
writeLines(enc2utf8(c(paste(c("arm", "time [h]", columns), collapse = ","), lines)), path, useBytes = TRUE)
cat("written to", path, "\n")
