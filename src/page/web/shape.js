// Features of a curve: where it crosses a level and stays, where it is highest. Every step of the solver is looked at,
// so that nothing between two samples is missed.

const IMPROVEMENT = columns.length - 1;

/** Just before a moment, where a dose may change what is there. */
const justBefore = time => time * (1 - 1e-9);

/**
 * A run at many moments: of every step the start and some places within, the end where a dose may change it; and evenly
 * over the axis. All curves and features of the run are read off these. `rough`: fewer, while a slider moves.
 */
function sampled(run, axis, rough) {
  if (run.sampled) return run.sampled;
  const grid = rough ? 90 : 400, perStep = rough ? 1 : 4, isLog = axis.scale === "log", places = [];
  for (const { start, length, isLast } of run.steps) {
    for (let i = 0; i < perStep; i++) places.push(start + length * i / perStep);
    if (isLast) places.push(justBefore(start + length));
  }
  for (let i = 0; i < grid; i++) {
    const share = i / (grid - 1), time = isLog ? axis.start * (axis.end / axis.start) ** share : axis.start + (axis.end - axis.start) * share;
    if (time < run.end) places.push(time);
  }
  const times = Float64Array.from(places).sort();
  return run.sampled = { run, times, values: run.sample(Array.from(times)) };
}

/** The time of onset (h): the first at which improvement has reached the level and stays there long enough. */
function onsetOf({ run, times, values }) {
  const { level, hold } = page.onset, end = times.at(-1), crossings = [];
  let above = values[0][IMPROVEMENT] >= level;
  if (above) crossings.push({ time: 0, up: true });
  for (let i = 1; i < times.length; i++) {
    const now = values[i][IMPROVEMENT] >= level;
    if (now !== above) crossings.push({ time: bisect(run, times[i - 1], times[i], time => (run.sample([time])[0][IMPROVEMENT] >= level) === now), up: now });
    above = now;
  }
  const first = crossings.find(({ time, up }, i) => up && (crossings[i + 1]?.time ?? end) - time >= hold);
  const last = crossings.at(-1);
  return { onset: first?.time ?? null, offset: first && last && !last.up ? last.time : null };
}

function bisect(run, low, high, isThere) {
  for (let i = 0; i < 46; i++) {
    const middle = (low + high) / 2;
    if (isThere(middle)) high = middle; else low = middle;
  }
  return high;
}

/** The highest value of a column and when it is first reached. */
function peakOf({ run, times, values }, column) {
  let lowest = Infinity, sampled = -Infinity;
  for (const v of values) { lowest = Math.min(lowest, v[column]); sampled = Math.max(sampled, v[column]); }
  if (!Number.isFinite(sampled)) return null;
  // Of several tops that are equally high, as after equal doses, the first counts.
  const same = page.onset.sameHeight * (sampled - lowest);
  if (same === 0) return { time: 0, value: sampled };
  const at = i => values[i]?.[column] ?? -Infinity, tops = [];
  for (let i = 0; i < times.length; i++) {
    if (at(i) < sampled - 50 * same || at(i) < at(i - 1) || at(i) < at(i + 1)) continue;
    const top = climb(run, times[Math.max(0, i - 1)], times[Math.min(times.length - 1, i + 1)], column);
    tops.push(top.value > at(i) ? top : { time: times[i], value: at(i) });
  }
  const greatest = Math.max(...tops.map(top => top.value));
  const first = tops.findIndex(top => top.value >= greatest - same);
  // Up the first hill that is high enough, to its top.
  let best = tops[first];
  for (const top of tops.slice(first + 1)) { if (top.value < best.value || top.value < greatest - same) break; best = top; }
  return { time: run.end - best.time < 1e-6 * run.end ? run.end : best.time, value: greatest };
}

/** The highest place between two times, by the golden section. */
function climb(run, low, high, column) {
  const SHARE = 0.6180339887498948, at = time => run.sample([time])[0][column];
  let inner = [high - SHARE * (high - low), low + SHARE * (high - low)], values = inner.map(at);
  for (let i = 0; i < 40; i++) {
    if (values[0] >= values[1]) { high = inner[1]; inner = [high - SHARE * (high - low), inner[0]]; values = [at(inner[0]), values[0]]; }
    else { low = inner[0]; inner = [inner[1], low + SHARE * (high - low)]; values = [values[1], at(inner[1])]; }
  }
  return values[0] >= values[1] ? { time: inner[0], value: values[0] } : { time: inner[1], value: values[1] };
}
