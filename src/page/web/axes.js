// Axes: which moments and values are labelled. The moments are those of every figure of this program.

const textWidth = (() => {
  const context = document.createElement("canvas").getContext("2d"), known = new Map();
  return (text, size, weight = 400) => {
    const name = `${weight} ${text}`;
    if (!known.has(name)) {
      context.font = `${weight} 100px ${FONT}`;
      known.set(name, context.measureText(text).width / 100);
    }
    return known.get(name) * size;
  };
})();
const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Time to a share of the width. */
function timeAxis(scale, start, end) {
  const isLog = scale === "log", span = isLog ? Math.log(end / start) : end - start;
  return { scale, start, end, share: time => (isLog ? Math.log(time / start) / span : (time - start) / span) };
}

/** From the start that the page names to the end of the longest arm. */
const longest = Math.max(...fileArms.map(arm => arm.duration));
const wholeAxisOfTime = timeAxis(page.time.scale, page.time.start, longest);

const near = (time, edge) => Math.abs(time / edge - 1) < 1e-6;

/** Labelled times that do not collide; `room(label)` is the share of the axis that a label needs. */
function timeTicks(axis, room) {
  return axis.scale === "log" ? logTicks(axis, room) : linearTicks(axis, room);
}

function logTicks(axis, room) {
  const { natural, usual, between } = page.time, kept = [], minor = [];
  const isEnd = ([time]) => near(time, axis.start) || near(time, axis.end);
  const inside = natural.filter(tick => tick[0] >= axis.start && tick[0] <= axis.end && !isEnd(tick));
  [...natural.filter(isEnd), ...inside].forEach(([time, label], rank) => {
    const at = axis.share(time), half = room(label) / 2;
    const isFree = kept.every(other => Math.abs(at - other.at) >= half + other.half);
    const isUsual = natural.slice(0, usual).some(([other]) => near(other, time));
    if (isFree && (isUsual || rank < 2 || kept.length < 5)) kept.push({ time, at, half, label });
    else minor.push(time);
  });
  for (const [unit, first, last] of between) for (let n = first; n <= last; n++) if (n * unit >= axis.start && n * unit <= axis.end) minor.push(n * unit);
  return {
    major: kept.sort((a, b) => a.time - b.time),
    minor: minor.filter(time => !kept.some(tick => near(time, tick.time))),
    unit: "",
  };
}

function linearTicks(axis, room) {
  const span = axis.end - axis.start;
  const [unit, name] = span <= 2 ? [1 / 60, "min"] : span <= 72 ? [1, "h"] : span <= 504 ? [24, "d"] : [168, "weeks"];
  const atStep = step => {
    const ticks = [];
    for (let i = Math.ceil(axis.start / step - 1e-9); i * step <= axis.end + 1e-9 * span && ticks.length < 200; i++) {
      ticks.push({ time: i * step, at: axis.share(i * step), label: String(Math.round(i * step / unit * 1e6) / 1e6) });
    }
    return ticks;
  };
  const fits = step => Math.round(step / unit) >= 1 && span / step <= 14
    && 1.3 * Math.max(...atStep(step).map(({ label }) => room(label))) <= step / span;
  const year = 52 * 168, step = page.time.steps.find(fits) ?? year * Math.max(1, Math.ceil(span / year / 8));
  return { major: atStep(step), minor: [], unit: name };
}

/** A value axis over what is drawn, with about `count` ticks and with zero where zero is near. */
function valueAxis(low, high, count, nearest) {
  if (!(high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)))) [low, high] = low === 0 ? [0, 1] : low > 0 ? [0, 1.25 * low] : [1.25 * low, 0];
  const span = high - low;
  if (low > 0 && low <= 0.35 * Math.max(span, high)) low = 0;
  else if (high < 0 && -high <= 0.35 * Math.max(span, -low)) high = 0;
  const air = 0.07 * (high - low), below = low === 0 ? 0 : air, above = high === 0 ? 0 : air;
  const used = (axis, bonus) => (high - low) / (axis.high - axis.low) + bonus;
  let best = wholeAxis(low, high, count), score = used(best, 0.2);
  for (let more = 1; more <= 3; more++) {
    for (const [axis, bonus] of [[wholeAxis(low, high, count + more), 0.2], [exactAxis(low - below, high + above, count + more), 0]]) {
      const apart = axis.ticks.length > 1 ? (axis.ticks[1].value - axis.ticks[0].value) / (axis.high - axis.low) : 0;
      if (apart >= nearest && used(axis, bonus) > score + 0.05) { score = used(axis, bonus); best = axis; }
    }
  }
  return best;
}

function wholeAxis(low, high, count) {
  const step = stepFor(high - low, count), slack = 0.02 * step;
  const first = Math.floor((low + slack) / step) * step;
  const reach = Math.ceil((high - slack) / step) * step, last = reach > first ? reach : first + step;
  return { low: Math.min(first, low), high: Math.max(last, high), ticks: ticksAt(first, last, step) };
}

function exactAxis(low, high, count) {
  const step = stepFor(high - low, count);
  return { low, high, ticks: ticksAt(Math.ceil(low / step - 1e-9) * step, Math.floor(high / step + 1e-9) * step, step) };
}

function stepFor(span, count) {
  const raw = span / Math.max(1, count), tens = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map(factor => factor * tens).find(step => step >= raw * (1 - 1e-9));
}

function ticksAt(first, last, step) {
  const ticks = [];
  let decimals = 0;
  for (let scaled = step; Math.abs(scaled - Math.round(scaled)) > 1e-6 * scaled && decimals < 6; decimals++) scaled *= 10;
  for (let i = 0; first + i * step <= last + 0.01 * step && i < 60; i++) {
    const value = Math.abs(first + i * step) < 1e-6 * step ? 0 : first + i * step, size = Math.abs(value);
    const label = size >= 1e5 || (step < 1e-4 && size > 0) ? size.toExponential(1) : size.toFixed(decimals);
    ticks.push({ value, label: (value < 0 ? MINUS : "") + label });
  }
  return ticks;
}
