// The figure as SVG. It needs no style sheet, so that what is saved looks like what is seen.

/** How much of its color the line of the file keeps, and the area of what is no effect of the drug. */
const THIN = 0.3, PALE = 0.2;

/** Times (h) and values of a column of a run, from the start of the axis on. */
function curveOf(run, column, axis, scale) {
  const { times, values } = run.sampled, points = [];
  for (let i = 0; i < times.length; i++) if (times[i] >= axis.start) points.push([times[i], values[i][column] * scale]);
  return points;
}

/** Less improvement than this (%) is none. */
const NOTHING = 1e-9;

/** The improvement that the drug alone makes; no points where that is all of it. */
function drugAlone({ run }, { drug, scale }, axis) {
  if (!drug || !Number.isFinite(run.baseline)) return [];
  const { times, values } = run.sampled, left = place.get(drug), points = [];
  let most = 0;
  for (let i = 0; i < times.length; i++) {
    const alone = improvement.fall(run.baseline, values[i][left]);
    most = Math.max(most, Math.abs(values[i][IMPROVEMENT] - alone));
    if (times[i] >= axis.start) points.push([times[i], alone * scale]);
  }
  return most > NOTHING ? points : [];
}

/** The points without those that a straight line passes within a share of the height. */
function pathOf(points, x, y, most) {
  let path = "", pen = "M", lastX = NaN, lastY = NaN;
  for (const [time, value] of points) {
    if (!Number.isFinite(value)) { pen = "M"; continue; }
    const px = x(time), py = Math.max(-most, Math.min(2 * most, y(value)));
    if (pen === "L" && Math.abs(px - lastX) < 0.6 && Math.abs(py - lastY) < 0.6) continue;
    path += `${pen}${px.toFixed(1)} ${py.toFixed(1)}`;
    pen = "L"; lastX = px; lastY = py;
  }
  return path;
}

/** Where a name may be broken: a number stays with its unit. */
const wordsOf = text => text.replace(/(\d) (?=[a-zµ%])/g, "$1\u00a0").split(/ +/);

/** Words broken into lines no wider than a width. */
function wrapped(text, size, weight, width, most) {
  const lines = [""];
  for (const word of wordsOf(text)) {
    const joined = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!lines.at(-1) || textWidth(joined, size, weight) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  if (lines.length > most) lines.splice(most, Infinity, `${lines[most - 1]}…`), lines.splice(most - 1, 1);
  return lines.map(line => {
    let short = line;
    while (short.length > 2 && textWidth(short, size, weight) > width) short = `${short.slice(0, -2)}…`;
    return short;
  });
}

/** Middles for boxes of given wishes and heights: as near to the wishes as can be, without overlap (isotonic regression). */
function spread(wishes, top, bottom) {
  const total = wishes.reduce((sum, { height }) => sum + height, 0), pools = [];
  let offset = 0;
  for (const { at, height } of wishes) {
    let pool = { mean: at - offset - height / 2, size: 1 };
    while (pools.length && pools.at(-1).mean > pool.mean) {
      const last = pools.pop();
      pool = { mean: (last.mean * last.size + pool.mean * pool.size) / (last.size + pool.size), size: last.size + pool.size };
    }
    pools.push(pool);
    offset += height;
  }
  let above = 0;
  return pools.flatMap(({ mean, size }) => Array(size).fill(mean)).map((level, i) => {
    const middle = Math.max(top, Math.min(level, bottom - total)) + above + wishes[i].height / 2;
    above += wishes[i].height;
    return middle;
  });
}

/**
 * A figure. `kind` is one of those of the page; `shown` are arms with { arm, run, color, dash, features, ghost };
 * the rest are sizes (px), theme and words; with `whole`, title and footer stand inside, for a file.
 * Returns the opening tag and the elements in it, each by itself.
 */
function figure(kind, shown, { width, panelHeight, text, theme, whole, title, footer, alt }) {
  const c = page.themes[theme], out = [], { panels } = page.figures[kind];
  const line = Math.max(1.8, text * 0.15), tick = text * 0.84, heading = text;
  const pad = whole ? text : 2;
  const axis = wholeAxisOfTime;
  // Words at line ends need room; where there is little, a list above the panels names the curves.
  const narrow = width < 26 * text;
  const many = shown.length > 12;
  const widest = Math.max(0, ...shown.map(({ arm }) => textWidth(arm.name, text, 600)));
  const longestWord = Math.max(0, ...shown.flatMap(({ arm }) => wordsOf(arm.name)).map(word => textWidth(word, text, 600)));
  const labelWidth = narrow ? 0 : Math.min(widest, Math.max(0.2 * width, longestWord, 6 * text), 0.27 * width);
  const lead = narrow ? 0 : 2.1 * text;
  const lanes = lanesOf(shown);
  const say = (x, y, words, { size = text, anchor = "start", weight = 400, fill = c.ink, halo = false } = {}) =>
    out.push(`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size.toFixed(1)}" text-anchor="${anchor}" font-weight="${weight}" fill="${fill}"${halo ? ` stroke="${c.background}" stroke-width="${(0.28 * size).toFixed(1)}" paint-order="stroke" stroke-linejoin="round"` : ""}>${escapeText(words)}</text>`);
  const rule = (x1, y1, x2, y2, stroke, w, dash = "") =>
    out.push(`<path d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}" stroke="${stroke}" stroke-width="${w.toFixed(2)}"${dash && ` stroke-dasharray="${dash}"`} fill="none"/>`);

  // From top to bottom: title, names, panels, doses, axis, footer.
  let y = pad;
  if (whole) {
    for (const words of wrapped(title, 1.3 * text, 600, width - 2 * pad, 2)) { y += 1.6 * text; say(pad, y, words, { size: 1.3 * text, weight: 600 }); }
    y += 0.5 * text;
  }
  const names = narrow ? shown.slice(0, 12) : [];
  for (const { arm, color, dash } of names) {
    y += 1.25 * text;
    rule(pad, y - 0.35 * text, pad + 1.8 * text, y - 0.35 * text, color, line, dashes(dash, line));
    say(pad + 2.2 * text, y, wrapped(arm.name, 0.92 * text, 600, width - 2.2 * text - pad, 1)[0], { size: 0.92 * text, weight: 600, fill: color });
  }
  if (names.length) y += 0.4 * text;
  const views = panels.map(panel => ({ ...panel, column: place.get(panel.id) }));
  const curves = views.map(view => shown.map(one => curveOf(one.run, view.column, axis, view.scale)));
  const ghosts = views.map(view => shown.map(one => (one.ghost ? curveOf(one.ghost, view.column, axis, view.scale) : null)));
  const scales = views.map((view, i) => scaleOf(view, curves[i], ghosts[i], panelHeight, tick, page.figures[kind].marks === view.id));
  const gutter = Math.max(textWidth(page.words.doses, tick) + 1.1 * tick,
    ...scales.flatMap(scale => scale.ticks.map(({ label }) => textWidth(label, tick)))) + 0.5 * tick + pad;
  const left = gutter, right = width - pad - (narrow ? 0.6 * tick : labelWidth + lead);
  const x = time => left + axis.share(time) * (right - left);
  const ticks = timeTicks(axis, label => (textWidth(label, tick) + 0.55 * tick) / (right - left));
  const slots = views.map(() => {
    const top = y + 1.75 * heading, bottom = top + panelHeight;
    y = bottom + 0.55 * tick;
    return { top, bottom, start: top - 1.75 * heading };
  });
  y += 0.15 * tick;
  const laneHeight = 1.25 * tick, laneTop = y;
  y += lanes.length * laneHeight + (lanes.length ? 0.2 * tick : 0);
  const axisY = lanes.length ? y : slots.at(-1).bottom;
  y = axisY + 1.35 * tick;
  const tickY = y;
  y += 1.35 * heading;
  const names2 = page.time.scale === "log"
    ? (shown.some(({ arm }) => arm.doses.some(dose => dose.at.some(time => time < axis.start))) ? [page.words.timeLogStart, page.words.timeLogStartShort] : [page.words.timeLog, page.words.timeLogShort])
    : [page.words.timeLinear, page.words.timeLinearShort].map(name => `${name} (${ticks.unit})`);
  const axisName = names2.find(name => textWidth(name, heading) <= right - left) ?? names2.at(-1);

  // Behind everything: the grid and the watermark.
  for (const { top, bottom } of slots) {
    for (const time of ticks.minor) rule(x(time), top, x(time), bottom, c.minorGrid, 1);
    for (const { time } of ticks.major) rule(x(time), top, x(time), bottom, c.grid, 1);
  }
  slots.forEach(({ top, bottom }, i) => {
    for (const { value } of scales[i].ticks) { const at = yOf(scales[i], top, bottom)(value); rule(left, at, right, at, c.grid, 1); }
  });
  watermark(out, c, left, slots[0].top, right, slots.at(-1).bottom);

  slots.forEach(({ top, bottom, start }, i) => {
    const view = views[i], place = yOf(scales[i], top, bottom), clip = `clip-${kind}-${i}`;
    const headingY = start + 1.2 * heading;
    const letter = views.length > 1 ? `${"abcdefghij"[i]}\u00a0\u00a0` : "";
    const words = letter + view.title, unit = view.unit ? ` (${view.unit})` : "";
    const room = width - left - pad, shrink = Math.min(1, room / (textWidth(words, heading, 600) + textWidth(unit, heading)));
    say(left, headingY, words, { size: heading * shrink, weight: 600 });
    if (unit) say(left + textWidth(words, heading * shrink, 600) + 0.25 * heading, headingY, unit.trim(), { size: heading * shrink, fill: c.softInk });
    const headingEnd = left + (textWidth(words, heading, 600) + textWidth(unit, heading)) * shrink;
    rule(left, top, left, bottom, c.axis, 1.2);
    const zero = scales[i].low <= 0 && scales[i].high >= 0 ? place(0) : bottom;
    rule(left, zero, right, zero, c.axis, 1.2);
    for (const { value, label } of scales[i].ticks) say(left - 0.4 * tick, place(value) + 0.36 * tick, label, { size: tick, anchor: "end" });
    out.push(`<clipPath id="${clip}"><rect x="${left}" y="${(top - line).toFixed(1)}" width="${(right - left).toFixed(1)}" height="${(bottom - top + 2 * line).toFixed(1)}"/></clipPath>`);
    const marks = page.figures[kind].marks === view.id ? shown.filter(({ features }) => features.onset !== null && features.onset >= axis.start) : [];
    if (marks.length) rule(left, place(page.onset.level), right, place(page.onset.level), c.axis, 1.2, "1.5 4");
    const lines = [];
    shown.forEach((one, j) => {
      const drug = drugAlone(one, view, axis);
      if (drug.length) lines.push(`<path class="shaded" d="${pathOf(curves[i][j], x, place, bottom)}${pathOf(drug.reverse(), x, place, bottom).replace("M", "L")}Z" fill="${one.color}" fill-opacity="${PALE}"/>`);
    });
    shown.forEach(({ color }, j) => {
      if (ghosts[i][j]) lines.push(`<path class="ghost" d="${pathOf(ghosts[i][j], x, place, bottom)}" stroke="${color}" stroke-opacity="${THIN}" stroke-width="${line.toFixed(2)}"/>`);
    });
    shown.forEach(({ color, arm, dash }, j) => {
      lines.push(`<path id="series-${kind}-${view.id}-${arm.index}" d="${pathOf(curves[i][j], x, place, bottom)}" stroke="${color}" stroke-width="${line.toFixed(2)}"${dash.length ? ` stroke-dasharray="${dashes(dash, line)}"` : ""}/>`);
    });
    out.push(`<g clip-path="url(#${clip})" fill="none" stroke-linejoin="round">${lines.join("")}</g>`);
    onsetMarks(marks, curves[i].map(points => points.map(([time, value]) => [x(time), place(value)])), { out, say, rule, x, place, top, bottom, left, right, text, line, c, headingEnd, edge: width - pad });
    if (!narrow) labels(shown, curves[i], { out, say, rule, place, top: start + 0.2 * heading, bottom, right, text, line, labelWidth, lead, many, c });
  });

  doseRows(lanes, { out, say, rule, x, axis, laneTop, laneHeight, tick, left, right, narrow, labelWidth, lead, c });
  rule(left, axisY, right, axisY, c.axis, 1.2);
  for (const { time, label } of ticks.major) {
    rule(x(time), axisY, x(time), axisY + 0.25 * tick, c.axis, 1.2);
    say(Math.min(x(time), width - pad - textWidth(label, tick) / 2), tickY, label, { size: tick, anchor: "middle" });
  }
  say((left + right) / 2, y, axisName, { size: Math.min(heading, heading * (width - 2 * pad) / textWidth(axisName, heading)), anchor: "middle", fill: c.softInk });
  y += 0.5 * heading;
  if (whole) {
    y += 0.4 * text;
    for (const words of footer.flatMap(words => wrapped(words, 0.62 * text, 400, width - 2 * pad, 4))) { y += 0.95 * text; say(pad, y, words, { size: 0.62 * text, fill: c.softInk }); }
    y += 0.8 * text;
  }
  const height = Math.ceil(y);
  const opening = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title-${kind} desc-${kind}" font-family="${FONT.replaceAll("'", "&#39;")}">`;
  const words = [`<title id="title-${kind}">${escapeText(title)}</title>`, `<desc id="desc-${kind}">${escapeText(alt)}</desc>`];
  const ground = whole ? [`<rect width="${width}" height="${height}" fill="${c.background}"/>`] : [];
  return { opening, elements: [...words, ...ground, ...out] };
}

const svgOf = ({ opening, elements }) => `${opening}${elements.join("")}</svg>`;

/** Puts a figure into a box. Of one with as many elements as before only those that differ are parsed and laid out. */
function put(box, figure) {
  const { opening, elements } = box.figure ?? { elements: [] };
  if (opening !== figure.opening || elements.length !== figure.elements.length) box.innerHTML = svgOf(figure);
  else figure.elements.forEach((element, i) => { if (element !== elements[i]) box.firstChild.children[i].outerHTML = element; });
  box.figure = figure;
}

const dashes = (dash, line) => dash.map(length => (length * line).toFixed(1)).join(" ");
const yOf = ({ low, high }, top, bottom) => value => bottom - (value - low) / (high - low) * (bottom - top);

/** The value axis of a panel. A curve that hardly moves is drawn flat instead of its rounding being blown up. */
function scaleOf(view, curves, ghosts, height, tick, hasMarks) {
  let low = Infinity, high = -Infinity;
  for (const points of [...curves, ...ghosts]) for (const [, value] of points ?? []) if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); }
  if (low > high) [low, high] = [0, 1];
  const middle = (low + high) / 2, least = 0.02 * Math.max(Math.abs(middle), view.unit.includes("%") ? 100 : 0.5);
  const count = Math.max(1, Math.min(6, Math.floor(height / (2 * tick))));
  if (high - low < least) return exactAxis(middle - least, middle + least, count);
  if (hasMarks) high = Math.max(high, page.onset.level);
  return valueAxis(low, high, count, (count > 2 ? 1.6 : 1.15) * tick / height);
}

function watermark(out, c, left, top, right, bottom) {
  const across = right - left, down = bottom - top, words = page.words.watermark, slant = Math.min(0.87, Math.max(0.17, 0.72 * Math.atan2(down, across)));
  const unit = textWidth(words, 1, 600), CAP = 0.72;
  const size = 0.94 * Math.min(across / (unit * Math.cos(slant) + CAP * Math.sin(slant)), down / (unit * Math.sin(slant) + CAP * Math.cos(slant)));
  const x = (left + right) / 2, y = (top + bottom) / 2, shift = 0.5 * CAP * size;
  out.push(`<text aria-hidden="true" transform="translate(${(x + shift * Math.sin(slant)).toFixed(1)} ${(y + shift * Math.cos(slant)).toFixed(1)}) rotate(${(-slant * 180 / Math.PI).toFixed(1)})" font-size="${size.toFixed(1)}" font-weight="600" text-anchor="middle" fill="${c.watermark}">${escapeText(words)}</text>`);
}

/** A dashed line, a ring and the value at the onset of each arm. */
function onsetMarks(marks, outlines, { out, say, rule, x, place, top, bottom, left, right, text, line, c, headingEnd, edge }) {
  const said = [], boxes = [];
  for (const { features, color } of marks) rule(x(features.onset), bottom, x(features.onset), top, color, 0.5 * line, `${1.5 * line} ${1.5 * line}`);
  for (const { features, color, role } of marks) {
    const words = `onset ${duration(features.onset)}`, wide = textWidth(words, text, 600), at = x(features.onset);
    if (!said.includes(role + words) && marks.length <= 12) {
      said.push(role + words);
      const sides = [at + 0.4 * text, at - 0.4 * text - wide].filter(from => from >= left && from + wide <= right);
      const free = (from, y) => boxes.every(box => from + wide < box.from || from > box.to || Math.abs(y - box.y) > 1.15 * text)
        && (y < top || marks.every(other => x(other.features.onset) <= from - 1 || x(other.features.onset) >= from + wide + 1));
      const clear = (from, y) => outlines.every(points =>
        !points.some(([px, py]) => px > from - 4 && px < from + wide + 4 && Math.abs(py - y + 0.35 * text) < 0.75 * text));
      const beside = [];
      for (let y = top + text; y < bottom - 0.3 * text; y += 0.6 * text) for (const from of sides) beside.push([from, y]);
      // Where curves fill the panel, the row of its heading is still free.
      const above = [at - wide / 2, at - 0.3 * text, at + 0.3 * text - wide].filter(from => from > headingEnd + text && from + wide < edge).map(from => [from, top - 0.35 * text]);
      const found = beside.find(spot => free(...spot) && clear(...spot)) ?? [...above, ...beside].find(spot => free(...spot));
      const [from, y] = found ?? [Math.max(left, Math.min(right - wide, at - wide / 2)), top + text * (1 + 1.2 * boxes.length)];
      boxes.push({ from, to: from + wide, y });
      say(from, y, words, { weight: 600, fill: color, halo: true });
    }
    out.push(`<circle cx="${at.toFixed(1)}" cy="${place(page.onset.level).toFixed(1)}" r="${(1.55 * line).toFixed(1)}" fill="${c.background}" stroke="${color}" stroke-width="${(0.75 * line).toFixed(2)}"/>`);
  }
}

/** Names at the ends of lines. */
function labels(shown, curves, { say, rule, place, top, bottom, right, text, line, labelWidth, lead, c }) {
  let size = text, entries = [];
  for (const [share, most] of [[1, 3], [0.85, 2], [0.7, 2], [0.6, 1]]) {
    size = share * text;
    entries = shown.flatMap((one, i) => {
      const last = curves[i].at(-1)?.[1];
      if (!Number.isFinite(last)) return [];
      const lines = wrapped(one.arm.name, size, 600, labelWidth, most);
      return [{ one, lines, at: Math.max(top, Math.min(bottom, place(last))), height: lines.length * 1.14 * size }];
    });
    const isCut = entries.some(({ lines }) => lines.some(line => line.endsWith("…")));
    if (!isCut && entries.reduce((sum, { height }) => sum + height, 0) <= bottom - top) break;
  }
  entries.sort((a, b) => a.at - b.at);
  // More than find room are named in the table.
  const room = Math.floor((bottom - top) / (1.14 * size));
  if (entries.length > room) {
    const more = entries.length - room + 1;
    const kept = Array.from({ length: room - 1 }, (_, i) => entries[Math.round(i * (entries.length - 1) / Math.max(1, room - 2))]);
    entries = [...new Set(kept)];
    say(right + lead, bottom + 1.1 * size, `and ${more} more`, { size, fill: c.softInk });
  }
  const middles = spread(entries, top, bottom);
  entries.forEach(({ one: { color, dash }, lines, at }, i) => {
    const middle = middles[i], from = right + 0.2 * text, turn = right + 0.62 * text, to = right + 1.72 * text;
    const moved = Math.abs(at - middle) > 2;
    if (moved) rule(from, at, turn, middle, color, 0.4 * line);
    rule(moved ? turn : from, middle, to, middle, color, line, dashes(dash, line));
    lines.forEach((words, row) => say(right + lead, middle - lines.length * 0.57 * size + (row + 0.5) * 1.14 * size + 0.36 * size, words, { size, weight: 600, fill: color }));
  });
}

/** A row for each set of dose times; arms that are dosed alike share it. */
function lanesOf(shown) {
  const lanes = [];
  for (const { arm } of shown) for (const { drug, hue, label } of page.drugs) {
    const doses = arm.rules.flatMap((rule, i) => (rule.drug === drug ? arm.doses[i].at.map(at => [at, Math.min(rule.over, arm.duration - at)]) : []));
    if (!doses.length) continue;
    const name = JSON.stringify([drug, doses.sort((a, b) => a[0] - b[0])]);
    const known = lanes.find(lane => lane.name === name);
    if (known) known.arms.push(arm.name); else lanes.push({ name, hue, label, doses, arms: [arm.name] });
  }
  for (const lane of lanes) {
    if (lanes.filter(({ hue }) => hue === lane.hue).length > 1) lane.words = lane.arms.length === 1 ? lane.arms[0] : `${lane.arms.length} arms`;
    else lane.words = lane.label;
  }
  const MOST = 8;
  return lanes.length > MOST ? lanes.slice(0, MOST) : lanes;
}

function doseRows(lanes, { out, say, rule, x, axis, laneTop, laneHeight, tick, left, right, narrow, labelWidth, lead, c }) {
  if (lanes.length) say(left - 0.95 * tick, laneTop + lanes.length * laneHeight / 2 + 0.36 * tick, page.words.doses, { size: tick, anchor: "end", fill: c.softInk });
  lanes.forEach(({ hue, doses, words }, row) => {
    const middle = laneTop + (row + 0.5) * laneHeight, high = 0.62 * tick, color = c.hues[hue][0];
    rule(left, middle, right, middle, c.grid, 1);
    if (axis.scale === "log" && doses.some(([at]) => at < axis.start)) {
      const tip = left - 0.95 * high, base = left - 0.22 * high;
      out.push(`<path d="M${tip.toFixed(1)} ${middle.toFixed(1)}L${base.toFixed(1)} ${(middle - 0.48 * high).toFixed(1)}V${(middle + 0.48 * high).toFixed(1)}Z" fill="${color}"/>`);
    }
    const starts = doses.filter(([at]) => at >= axis.start).map(([at]) => x(at));
    let path = "";
    doses.forEach(([at, over]) => {
      if (at + over < axis.start) return;
      const from = x(Math.max(at, axis.start)), to = x(Math.min(at + over, axis.end));
      if (at < axis.start && to - from < 1) return;
      const nearest = Math.min(...starts.filter(other => Math.abs(other - from) > 1e-9).map(other => Math.abs(other - from)));
      const thin = Math.min(0.18 * high, Math.max(0.6, 0.45 * nearest));
      const [a, b] = to - from >= thin ? [from, to] : [from - thin / 2, from + thin / 2];
      path += `M${a.toFixed(1)} ${(middle - high / 2).toFixed(1)}H${b.toFixed(1)}V${(middle + high / 2).toFixed(1)}H${a.toFixed(1)}Z`;
    });
    out.push(`<path d="${path}" fill="${color}"/>`);
    if (!narrow) say(right + lead, middle + 0.33 * tick, wrapped(words, 0.9 * tick, 600, labelWidth, 1)[0], { size: 0.9 * tick, weight: 600, fill: color });
  });
}
