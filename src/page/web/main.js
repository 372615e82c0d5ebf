// The page at work: one state, drawn roughly while something moves and exactly when it rests.

/** Error of a step while something moves, and when it rests. */
const ROUGH = 1e-2, EXACT = 1e-7;
/** How long nothing must move for it to rest, ms. */
const REST = 140;

let state = freshState();
let timer = 0, frame = 0, hasChanged = false, spoken = "";
const known = new Map();

function runOf(arm, rtol) {
  const name = JSON.stringify([arm.index, arm.set, arm.doses, arm.switches, rtol]);
  if (!known.has(name)) {
    if (known.size > 60 + 4 * fileArms.length) known.clear();
    known.set(name, Object.assign(solve(arm, { rtol }), { end: arm.duration }));
  }
  return known.get(name);
}

const fileStudies = fileArms.map(base => study(base, freshState()));
const sameRun = (one, other) => JSON.stringify([one.set, one.doses, one.switches]) === JSON.stringify([other.set, other.doses, other.switches]);

/** The arms that are drawn, with their runs and how they look. */
function shownArms(rough) {
  const roles = {}, shown = [], theme = page.themes[themeName()];
  fileArms.forEach((base, i) => {
    const arm = study(base, state), role = roleOf(arm), variant = roles[role] = (roles[role] ?? -1) + 1;
    if (!state.on[i]) return;
    const shades = theme.hues[role], { patterns, first } = page.dashes;
    const look = { arm, role, color: shades[variant % shades.length], dash: patterns[(first[role] + variant) % patterns.length] };
    try {
      const run = runOf(arm, rough ? ROUGH : EXACT), features = featuresOf(run, rough);
      const ghost = sameRun(arm, fileStudies[i]) ? null : runOf(fileStudies[i], rough ? ROUGH : EXACT);
      shown.push({ ...look, run, features, ghost, before: ghost && featuresOf(ghost, rough) });
    } catch (error) {
      failures.push(`${arm.name} could not be run with these values: ${error.message}.`);
    }
  });
  return shown;
}
const failures = [];

function featuresOf(run, rough) {
  if (run.features) return run.features;
  const shape = sampled(run, wholeAxisOfTime, rough), hasImprovement = Number.isFinite(run.baseline);
  const views = page.figures.comparison.panels, last = shape.values.at(-1);
  return run.features = {
    ...(hasImprovement ? onsetOf(shape) : { onset: null, offset: null }),
    // A slider that moves needs no peak to the last digit.
    peaks: rough ? views.map(() => null) : views.map(({ id }) => peakOf(shape, place.get(id))),
    ends: views.map(({ id }) => last[place.get(id)]),
    byExpectancy: Math.max(0, ...views.filter(({ drug }) => drug && hasImprovement).map(({ drug }) => last[IMPROVEMENT] - improvement.fall(run.baseline, last[place.get(drug)]))),
    hasImprovement,
  };
}

const isDark = () => (theme.value ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const theme = { value: null, printing: false };
const themeName = () => (theme.printing ? "print" : isDark() ? "dark" : "light");

const textSize = width => Math.max(13, Math.min(34, width / 46));

function draw(rough) {
  const started = performance.now();
  failures.length = 0;
  const shown = shownArms(rough);
  // Below the fold, the cascade can wait until the slider rests. Boxes are measured before any is filled, since what is
  // measured after a change is laid out for that alone.
  const kinds = ["comparison", "cascade"].filter(kind => !rough || kind === "comparison" || isInView(byId(`figure-${kind}`)));
  const figures = kinds.map(kind => [byId(`figure-${kind}`), figureOf(kind, shown)]);
  for (const [box, figure] of figures) put(box, figure);
  const took = performance.now() - started;
  document.documentElement.dataset[rough ? "moving" : "resting"] = took.toFixed(2);
  if (!rough) {
    drawSummary(shown);
    if (byId("data-box").open) drawData(shown);
    remember();
    speak(shown);
  }
  byId("reset").disabled = !isChanged(state);
  document.documentElement.dataset.state = rough ? "moving" : "resting";
}

const isInView = node => { const box = node.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0; };

function sizeFor(kind, width) {
  const text = textSize(width), count = page.figures[kind].panels.length;
  const isPhone = innerWidth < 1000;
  const room = kind === "comparison" ? (isPhone ? 0.26 : 0.5) * innerHeight / count : 0.16 * width;
  const [least, most] = kind === "comparison" ? [isPhone ? 110 / count : 150, 0.5 * width] : [84, 200];
  return { width, text, panelHeight: Math.round(Math.max(least, Math.min(most, room))) };
}

function figureOf(kind, shown) {
  const width = Math.floor(byId(`figure-${kind}`).clientWidth) || 320;
  return figure(kind, shown, { ...sizeFor(kind, width), theme: themeName(), whole: false, title: page.figures[kind].title, footer: [], alt: altOf(kind, shown) });
}

const withPercent = value => `${rounded(value)} %`;

/** What the figure shows, in words. */
function altOf(kind, shown) {
  const panels = page.figures[kind].panels.map(({ title }) => title).join("; ");
  return `${panels}, over ${duration(longest)}. ${shown.map(sentence).join(" ") || "No arm is drawn."} ${page.words.disclaimer}`;
}

function sentence({ arm, features }) {
  const parts = [];
  if (features.hasImprovement) parts.push(features.onset === null ? "no onset" : `onset ${duration(features.onset)}`);
  page.figures.comparison.panels.forEach(({ title, unit, scale }, i) => {
    const peak = features.peaks[i];
    if (peak) parts.push(`${title.toLowerCase()} highest ${rounded(peak.value * scale)}${unit.startsWith("%") ? " %" : ""} at ${duration(peak.time)}`);
  });
  if (features.byExpectancy > NOTHING) parts.push(`${page.words.expectancyEnd} ${withPercent(features.byExpectancy)}`);
  return `${arm.name}: ${parts.join(", ")}.`;
}

/** Onset, peak, duration and end of every arm, with what they were in the file where they changed. */
function drawSummary(shown) {
  const anyImproves = shown.some(({ features }) => features.hasImprovement), views = page.figures.comparison.panels;
  const anyExpects = shown.some(({ features, before }) => features.byExpectancy > NOTHING || before?.byExpectancy > NOTHING);
  const cells = features => {
    const list = [];
    if (anyImproves) list.push(features.onset === null ? "–" : duration(features.onset));
    views.forEach(({ scale, unit, id }, i) => {
      const peak = features.peaks[i], value = unit.startsWith("%") ? withPercent : rounded, isImprovement = id === "improvement";
      list.push(peak && !(isImprovement && !(peak.value > 0)) ? `${value(peak.value * scale)} at ${duration(peak.time)}` : "–");
      if (isImprovement) list.push(features.onset === null ? "–" : features.offset === null ? "to the end" : duration(features.offset - features.onset));
      list.push(Number.isFinite(features.ends[i]) ? value(features.ends[i] * scale) : "–");
      if (isImprovement && anyExpects) list.push(features.byExpectancy > NOTHING ? withPercent(features.byExpectancy) : "–");
    });
    return list;
  };
  const named = views.length > 1;
  const heads = [...(anyImproves ? ["onset"] : []), ...views.flatMap(({ id, title }) => {
    const of = named || id !== "improvement" ? `${title.toLowerCase()}: ` : "";
    return [`${of}${id === "improvement" ? "peak" : "highest"}`, ...(id === "improvement" ? ["lasts"] : []), `${of}at the end`, ...(id === "improvement" && anyExpects ? [page.words.expectancyEnd] : [])];
  })];
  byId("summary").replaceChildren(
    element("caption", { class: "unseen" }, "Outcome of each arm that is drawn"),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "arm"), ...heads.map(head => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...shown.map(({ arm, color, features, before }) => {
      const now = cells(features), then = before && cells(before);
      const kept = text => text.replace(/(\d) (?=[a-z%])/g, "$1\u00a0");
      return element("tr", { "data-arm": arm.index },
        element("th", { scope: "row" }, element("span", { style: `color: ${color}`, "aria-hidden": "true" }, "● "), arm.name),
        ...now.map((text, i) => element("td", {}, kept(text), ...(then && then[i] !== text ? [element("br"), element("del", {}, element("span", { class: "unseen" }, "in the file: "), kept(then[i]))] : []))));
    })));
  byId("definition").textContent = [anyImproves && page.words.onset, anyExpects && page.words.shaded].filter(Boolean).join(" ");
  const hidden = state.on.filter(on => !on).length, notes = [...page.notes, ...failures];
  const healthy = shown.filter(({ features }) => !features.hasImprovement).map(({ arm }) => arm.name);
  if (healthy.length && views.some(({ id }) => id === "improvement")) notes.push(`${page.words.noSymptoms}: ${healthy.join(", ")}.`);
  if (hidden) notes.push(`${hidden} of ${plural(fileArms.length, "arm")} ${hidden === 1 ? "is" : "are"} not drawn: switch ${hidden === 1 ? "it" : "them"} on under “Arms and doses”.`);
  byId("notes").textContent = notes.join(" ");
}

/** The curves as a table at the moments that the axis names. */
function drawData(shown) {
  const end = longest, views = page.figures.comparison.panels;
  const moments = [0, ...page.time.natural.map(([time]) => time).filter(time => time < end).sort((a, b) => a - b), end];
  const heads = shown.flatMap(({ arm }) => views.map(({ title, unit }) => (views.length > 1 ? `${arm.name}: ${title.toLowerCase()}` : arm.name) + (unit ? ` (${unit})` : "")));
  byId("data").replaceChildren(
    element("caption", {}, `${views.map(({ title }) => title).join("; ")}, at the moments that the time axis names. “Save” has every curve at every time.`),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "time"), ...heads.map(head => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...moments.map(time => element("tr", {}, element("th", { scope: "row" }, duration(time)),
      ...shown.flatMap(({ run, arm }) => views.map(({ id, scale }) => {
        const value = time <= arm.duration ? run.sample([time === arm.duration ? justBefore(time) : time])[0][place.get(id)] * scale : NaN;
        return element("td", {}, Number.isFinite(value) ? rounded(value) : "–");
      }))))));
}

function drawParameters() {
  const table = byId("parameters");
  if (table.rows.length) return;
  table.append(
    element("caption", {}, "Parameters without a slider are locked on this page; a scenario file can set each of them."),
    element("thead", {}, element("tr", {}, ...["name", "default", "allowed", "rests on", "meaning", "source"].map(head => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...settings.filter(({ kind }) => kind === "parameter").map(({ key, value, unit, low, high, basis, description, source }) =>
      element("tr", {}, element("th", { scope: "row" }, key), element("td", {}, `${rounded(value)}${unit === "1" ? "" : ` ${unit}`}`),
        element("td", {}, `${rounded(low)} to ${rounded(high)}`), element("td", {}, basis), element("td", {}, description), element("td", {}, source)))));
}

/** Says what changed, for a screen reader. */
function speak(shown) {
  const words = shown.map(sentence).join(" ");
  if (hasChanged && words !== spoken) byId("live").textContent = words;
  spoken = words;
}

function remember() {
  const fragment = fragmentOf(state);
  try { history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search); } catch { /* A viewer without an address has no link to keep. */ }
}

/** Draws soon: roughly at the next frame if something moves, exactly once it rests. */
function refresh(isMoving) {
  hasChanged = true;
  clearTimeout(timer);
  if (!isMoving) { cancelAnimationFrame(frame); frame = 0; }
  document.documentElement.dataset.state = "moving";
  if (isMoving) {
    if (!frame) frame = requestAnimationFrame(() => { frame = 0; draw(true); });
    timer = setTimeout(() => draw(false), REST);
  } else {
    timer = setTimeout(() => draw(false), 0);
  }
}

const controls = [];
function build() {
  const add = (box, made) => { controls.push(made); byId(box).append(made.root); };
  for (const slider of page.sliders) {
    add("sliders", sliderControl(slider, {
      get: key => state.sliders[key],
      set: (key, value, isMoving) => { if (value === undefined) delete state.sliders[key]; else state.sliders[key] = value; refresh(isMoving); },
    }));
  }
  if (fileArms.length > MANY) byId("arms-box").open = false;
  fileArms.forEach((base, i) => {
    const toggle = check(base.name, base.description, { name: `arm-${i + 1}`, isOn: () => state.on[i], onchange: on => { state.on[i] = on; refresh(false); } });
    const doses = doseEditor(base, {
      get: () => state.doses[i] ?? base.rules,
      set: rules => { if (JSON.stringify(rules) === JSON.stringify(base.rules)) delete state.doses[i]; else state.doses[i] = rules; refresh(false); },
    });
    const box = element("div", { class: "arm" }, toggle.root, element("details", fileArms.length === 1 ? { open: true } : {}, element("summary", {}, "Doses", element("span", { class: "unseen" }, ` of ${base.name}`)), doses.root));
    controls.push(toggle, doses);
    byId("arms").append(box);
  });
  for (const preset of variants) {
    const inFile = fileArms.filter(base => base.presets.includes(preset.key)).length;
    add("variants", check(preset.key, preset.description, {
      name: preset.key, isOn: () => state.add[preset.key] ?? inFile === fileArms.length,
      isMixed: () => state.add[preset.key] === undefined && inFile > 0 && inFile < fileArms.length,
      onchange: on => { if (on === (inFile > 0) && inFile % fileArms.length === 0) delete state.add[preset.key]; else state.add[preset.key] = on; refresh(false); },
    }));
  }
  for (const link of links) {
    add("links", check(link.key, link.description, {
      name: link.key, isOn: () => Boolean(state.cut[link.key]),
      onchange: on => { if (on) state.cut[link.key] = true; else delete state.cut[link.key]; refresh(false); },
    }));
  }
  const saver = (words, run) => byId("saves").append(element("button", { type: "button", onclick: run }, words));
  for (const scenario of page.scenarios) saver(`Scenario${page.scenarios.length > 1 ? ` ${scenario.name}` : ""} (TOML)`, () => save(`${scenario.name}.toml`, "application/toml", tomlOf(scenario, state)));
  saver("Curves (CSV)", () => save(`${page.name}.csv`, "text/csv", csvOf(shownArms(false), state)));
  for (const [kind, words] of [["comparison", "Figure (SVG)"], ["cascade", "Cascade (SVG)"]]) saver(words, () => save(`${page.name}-${kind}.svg`, "image/svg+xml", wholeFigure(kind)));
  saver("Print", () => print());
}

/** A figure for a slide: title, disclaimer and what was changed stand inside. */
function wholeFigure(kind) {
  const { panels, title } = page.figures[kind], changes = fragmentOf(state), shown = shownArms(false);
  const isShaded = panels.some(({ drug }) => drug) && shown.some(({ features }) => features.byExpectancy > NOTHING);
  return svgOf(figure(kind, shown, {
    width: 1600, text: kind === "comparison" ? 38 : 30, panelHeight: kind === "comparison" ? Math.round(560 / panels.length) : 200,
    theme: themeName(), whole: true, title, alt: altOf(kind, shown),
    footer: [`${page.words.disclaimer} ${page.words.onset}${isShaded ? ` ${page.words.shaded}` : ""} ${page.words.basis}`, `${page.program}, scenario ${page.name}${changes ? `, changed: ${decodeURIComponent(changes.replaceAll("+", " ").replaceAll("&", ", "))}` : ""}`],
  }));
}

function showLink() {
  const { state: asked, wrong } = stateOf(location.hash);
  state = asked;
  for (const control of controls) control.show();
  const message = byId("link-message");
  message.hidden = !wrong.length;
  message.textContent = wrong.length ? `The link asks for what this page does not have, which is left out: ${wrong.join("; ").slice(0, 300)}.` : "";
}

function paint() {
  const c = page.themes[themeName()], style = document.documentElement.style;
  const mixed = { background: c.background, ink: c.ink, soft: c.softInk, grid: c.grid, edge: c.axis, panel: c.minorGrid, focus: c.focus, alarm: isDark() ? "#FF8A70" : "#B3261E" };
  for (const [name, value] of Object.entries(mixed)) style.setProperty(`--${name}`, value);
  document.documentElement.dataset.theme = isDark() && !theme.printing ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(isDark()));
}

byId("theme").addEventListener("click", () => { theme.value = isDark() ? "light" : "dark"; paint(); draw(false); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { paint(); draw(false); });
byId("reset").addEventListener("click", () => { state = freshState(); for (const control of controls) control.show(); byId("link-message").hidden = true; refresh(false); });
byId("copy-link").addEventListener("click", async ({ target }) => {
  const words = target.textContent;
  try { await navigator.clipboard.writeText(location.href); target.textContent = "Copied"; byId("live").textContent = "The link is copied."; }
  catch { target.textContent = "It is in the address bar"; }
  setTimeout(() => { target.textContent = words; }, 2000);
});
byId("data-box").addEventListener("toggle", () => { if (byId("data-box").open) drawData(shownArms(false)); });
byId("parameters-box").addEventListener("toggle", drawParameters);
addEventListener("hashchange", () => { showLink(); refresh(false); });
addEventListener("beforeprint", () => { theme.printing = true; paint(); draw(false); });
addEventListener("afterprint", () => { theme.printing = false; paint(); draw(false); });
let lastWidth = innerWidth;
addEventListener("resize", () => { if (innerWidth !== lastWidth) { lastWidth = innerWidth; refresh(true); } });

paint();
build();
showLink();
draw(false);

// What a test or another script of the reader may ask.
window.onsetPage = {
  state: () => structuredClone(state),
  outcome: () => shownArms(false).map(({ arm, features: { onset, offset, peaks, ends, byExpectancy } }) => {
    const at = page.figures.comparison.panels.findIndex(({ id }) => id === "improvement");
    return { name: arm.name, onset, offset, peak: peaks[at]?.value ?? null, timeOfPeak: peaks[at]?.time ?? null, end: Number.isFinite(ends[at]) ? ends[at] : null, byExpectancy };
  }),
};
