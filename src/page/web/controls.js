// Sliders, doses, arms and switches. Every control says what it holds, where the number comes from, and what is wrong.

const STEPS = 200;

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};
const byId = id => document.getElementById(id);

/** Shows or clears what is wrong with a field. */
function complain(input, message, words) {
  input.setAttribute("aria-invalid", String(Boolean(words)));
  message.textContent = words ?? "";
  message.hidden = !words;
}

/** A logarithmic track where the range spans a factor of ten or more, so that each tenth of it is worth as much. */
function trackOf({ from, to }) {
  const isLog = from > 0 && to / from >= 9.99;
  return {
    share: value => (isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)),
    value: share => {
      if (share <= 0) return from;
      if (share >= 1) return to;
      const exact = isLog ? from * (to / from) ** share : from + (to - from) * share;
      return Math.min(to, Math.max(from, Number(exact.toPrecision(3))));
    },
  };
}

/** The values that the arms of the file have. */
const valuesInFile = key => [...new Set(fileArms.map(base => valueInFile(base, key)))];

function sliderControl(slider, { get, set }) {
  const { key, from, to } = slider, setting = settingOf.get(key), unit = setting.unit === "1" ? "" : setting.unit;
  const track = trackOf(slider), inFile = valuesInFile(key), id = `slider-${key}`;
  const range = element("input", {
    type: "range", id, min: 0, max: STEPS, step: 1, "aria-describedby": `${id}-about`,
    oninput: () => take(near(range.value), true), onchange: () => take(near(range.value), false),
  });
  const typed = element("input", {
    type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": `${key}, typed value${unit && ` in ${unit}`}`, "aria-describedby": `${id}-message`,
    onchange: () => read(),
  });
  const message = element("p", { class: "message", id: `${id}-message`, role: "alert", hidden: true });
  const back = element("button", { type: "button", class: "small", onclick: () => { set(key, undefined); complain(typed, message); show(); } },
    `as in the file: ${inFile.length > 1 ? `${rounded(Math.min(...inFile))} to ${rounded(Math.max(...inFile))}` : rounded(inFile[0])}`);
  // The value of the file is a place of its own, so that a slider can be moved back to it.
  const near = position => {
    const home = inFile.find(value => Math.round(STEPS * track.share(value)) === Number(position));
    return home ?? track.value(position / STEPS);
  };
  const take = (value, isMoving) => {
    set(key, inFile.length === 1 && value === inFile[0] ? undefined : value, isMoving);
    complain(typed, message);
    show();
  };
  const read = () => {
    const number = readNumber(typed.value);
    if (number === null) {
      complain(typed, message, `“${typed.value.trim() || "nothing"}” is not a number. Write one like ${rounded(inFile[0])}; the curves stay as they are.`);
    } else if (number < setting.low || number > setting.high) {
      complain(typed, message, `${key} cannot be ${rounded(number)}${unit && ` ${unit}`}: in the model it goes from ${rounded(setting.low)} to ${rounded(setting.high)}. ${setting.description}`);
    } else if (number < from || number > to) {
      complain(typed, message, `This page goes from ${rounded(from)} to ${rounded(to)}. The model allows ${rounded(setting.low)} to ${rounded(setting.high)}: write it into the scenario file, or make a page with --slider ${key}=${rounded(Math.min(from, number))}..${rounded(Math.max(to, number))}.`);
    } else {
      take(number, false);
    }
  };
  const show = () => {
    const value = get(key) ?? inFile[0], share = Math.min(1, Math.max(0, track.share(value)));
    range.value = Math.round(STEPS * share);
    range.setAttribute("aria-valuetext", `${rounded(value)}${unit && ` ${unit}`}${get(key) === undefined ? ", as in the file" : ""}`);
    typed.value = String(Number(value.toPrecision(6)));
    back.disabled = get(key) === undefined;
  };
  const marks = [];
  const share = track.share(setting.value);
  if (share >= 0 && share <= 1) {
    marks.push(element("span", { class: `mark${share < 0.12 ? " first" : share > 0.88 ? " last" : ""}`, "aria-hidden": "true", style: `left: calc(0.5rem + ${share} * (100% - 1rem))` }, `default ${rounded(setting.value)}`));
  }
  const about = `${setting.description}${setting.source && setting.source !== "-" ? ` Source: ${setting.source}.` : ""}`;
  const root = element("div", { class: "slider", "data-key": key },
    element("div", { class: "head" }, element("label", { for: id }, key),
      element("span", { class: "basis" }, setting.basis === "switch" ? "an experiment" : setting.basis === "literature" ? "from the literature" : setting.basis)),
    element("p", { class: "note", id: `${id}-about` }, about),
    element("div", { class: "track" }, range, ...marks),
    element("div", { class: "row" }, typed, element("span", { class: "unit" }, unit), back),
    message);
  show();
  return { root, show };
}

/** A switch with a word of explanation. */
function check(label, description, { isOn, isMixed, onchange, name }) {
  const input = element("input", { type: "checkbox", "data-name": name, onchange: () => onchange(input.checked) });
  const show = () => { input.checked = isOn(); input.indeterminate = isMixed?.() ?? false; };
  show();
  const root = element("label", { class: "check" }, input,
    element("span", {}, element("span", { class: "name" }, label), ...(description ? [element("small", {}, description)] : [])));
  return { root, show };
}

/** The doses of an arm, each field checked as it is left. */
function doseEditor(base, { get, set }) {
  const root = element("div"), { bounds, describe } = page.dose;
  const fields = (rule, index) => {
    const way = wayOf(rule), label = (page.drugs.find(({ drug }) => drug === rule.drug) ?? {}).label ?? rule.drug;
    const message = element("p", { class: "message", role: "alert", hidden: true });
    const change = part => set(get().map((other, i) => (i === index ? { ...other, ...part } : other)));
    const field = (name, words, value, read, apply) => {
      const input = element("input", {
        type: "text", value, autocomplete: "off", spellcheck: "false", title: describe[name] ?? "", "data-field": name,
        onchange: () => {
          const found = read(input.value);
          if (typeof found === "string") { complain(input, message, found); return; }
          const next = get().map((other, i) => (i === index ? { ...other, ...apply(found) } : other));
          if (!isFeasible(next)) { complain(input, message, `That would be more than ${page.dose.most} doses.`); return; }
          set(next);
          draw(index, name);
        },
      });
      return element("label", {}, words, input);
    };
    const list = text => {
      const times = text.split(",").map(part => readTime(part, bounds.at));
      return times.find(time => typeof time === "string") ?? times;
    };
    const count = text => {
      const number = readNumber(text);
      return number !== null && Number.isInteger(number) && number >= bounds.count.low && number <= bounds.count.high ? number
        : `“${text.trim() || "nothing"}” is not a number of rounds. Write a whole number such as 6.`;
    };
    const routes = drugs.filter(({ drug }) => drug === rule.drug);
    const route = element("select", { "data-field": "route", onchange: () => {
      const next = drugs.find(other => other.drug === rule.drug && other.route === route.value);
      change({ route: route.value, over: next.infusion ? rule.over : 0 });
      draw(index, "route");
    } }, ...routes.map(({ route: name, description }) => element("option", { value: name, selected: name === rule.route }, description)));
    const perKg = rule.amount / base.weight;
    const cut = timesOfRule(rule).filter(time => time >= base.duration).length;
    const notes = [`${rounded(perKg)} mg/kg at ${rounded(base.weight)} kg`];
    if (cut > 0) notes.push(cut === timesOfRule(rule).length ? "all of it lies after the end" : `${plural(cut, "dose")} after the end are left out`);
    return element("fieldset", { class: "dose" },
      element("legend", {}, `${label}, dose ${index + 1}`),
      field("amount", "amount", `${Number(rule.amount.toPrecision(6))} mg`, text => readAmount(text, base.weight, bounds.amount), amount => ({ amount })),
      element("label", {}, "route", route),
      ...(way.infusion ? [field("over", "over", rule.over > 0 ? exactTime(rule.over) : "bolus",
        text => (/^\s*(bolus|0)?\s*$/i.test(text) ? 0 : readTime(text, bounds.over)), over => ({ over }))] : []),
      field("at", "at", rule.at.map(exactTime).join(", "), list, at => ({ at })),
      field("every", "every", rule.every === null ? "once" : exactTime(rule.every),
        text => (/^\s*(once|-)?\s*$/i.test(text) ? null : readTime(text, bounds.every)), every => (every === null ? { every, count: 1 } : { every, count: Math.max(2, rule.count) })),
      ...(rule.every === null ? [] : [field("count", "times", String(rule.count), count, count => ({ count }))]),
      element("button", { type: "button", class: "small remove", onclick: () => { set(get().filter((_, i) => i !== index)); draw(); root.querySelector("button")?.focus(); } },
        "Remove", element("span", { class: "unseen" }, ` ${label}, dose ${index + 1}`)),
      element("p", { class: "note" }, notes.join("; ")), message);
  };
  const draw = (index, name) => {
    root.replaceChildren(...get().map(fields),
      element("div", { class: "row" }, ...page.drugs.map(({ drug, label, first }) => element("button", {
        type: "button", class: "small", onclick: () => {
          set([...get(), { drug, ...first }]);
          draw(get().length - 1, "amount");
        },
      }, `Add ${label}`, element("span", { class: "unseen" }, ` to ${base.name}`)))));
    // Drawn anew, the field that was left keeps the keyboard where it was.
    if (index !== undefined) root.querySelectorAll("fieldset")[index]?.querySelector(`[data-field="${name}"]`)?.focus();
  };
  draw();
  return { root, show: () => draw() };
}
