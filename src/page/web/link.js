// The state in the address, so that a link shows what was seen. What a link asks for is checked like what is typed.

/** The state as text, short where little was changed. */
function fragmentOf(state) {
  const parts = new URLSearchParams(), fresh = freshState();
  for (const [key, value] of Object.entries(state.sliders)) parts.set(key, String(value));
  const off = state.on.flatMap((on, i) => (on !== fresh.on[i] ? [`${on ? "" : "-"}${i + 1}`] : []));
  if (off.length) parts.set("arms", off.join(" "));
  for (const [key, on] of Object.entries(state.add)) parts.append(on ? "with" : "without", key);
  for (const key of Object.keys(state.cut)) parts.append("cut", key);
  for (const [index, rules] of Object.entries(state.doses)) {
    parts.set(`doses${Number(index) + 1}`, rules.map(({ drug, route, amount, over, at, every, count }) =>
      [drug, route, amount, over, at.join(" "), ...(every === null ? [] : [every, count])].join(",")).join(";"));
  }
  return parts.toString();
}

/** The state that a fragment asks for, and what of it cannot be. */
function stateOf(fragment) {
  const state = freshState(), wrong = [];
  for (const [key, value] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const slider = page.sliders.find(slider => slider.key === key);
    const armDoses = key.match(/^doses(\d+)$/);
    if (slider) {
      const number = readNumber(value);
      if (number === null || number < slider.from || number > slider.to) wrong.push(`${key} = ${value} (from ${rounded(slider.from)} to ${rounded(slider.to)} here)`);
      else state.sliders[key] = number;
    } else if (key === "arms") {
      for (const word of value.split(" ")) {
        const index = Math.abs(Number(word)) - 1;
        if (/^-?\d+$/.test(word) && fileArms[index]) state.on[index] = !word.startsWith("-"); else wrong.push(`arm ${word}`);
      }
    } else if ((key === "with" || key === "without") && variants.some(preset => preset.key === value)) {
      state.add[value] = key === "with";
    } else if (key === "cut" && linkOf.has(value)) {
      state.cut[value] = true;
    } else if (armDoses && fileArms[armDoses[1] - 1]) {
      const rules = value === "" ? [] : value.split(";").map(ruleOf);
      if (rules.includes(null) || !isFeasible(rules)) wrong.push(`the doses of arm ${armDoses[1]}`); else state.doses[armDoses[1] - 1] = rules;
    } else {
      wrong.push(value ? `${key} = ${value}` : key);
    }
  }
  return { state, wrong };
}

function ruleOf(text) {
  const [drug, route, amount, over, at, every, count] = text.split(",");
  const number = (word, { low, high }) => { const value = readNumber(word ?? ""); return value === null || value < low || value > high ? NaN : value; };
  const { bounds } = page.dose;
  const rule = {
    drug, route, amount: number(amount, bounds.amount), over: Number(over) === 0 ? 0 : number(over, bounds.over),
    at: (at ?? "").split(" ").map(word => number(word, bounds.at)),
    every: every === undefined ? null : number(every, bounds.every), count: every === undefined ? 1 : number(count, bounds.count),
  };
  const isSound = wayOf(rule) && (rule.over === 0 || wayOf(rule).infusion) && Number.isInteger(rule.count)
    && [rule.amount, rule.over, rule.every ?? 0, ...rule.at].every(Number.isFinite);
  return isSound ? rule : null;
}

/** More doses than a file may have would also be more than a browser can show. */
const isFeasible = rules => rules.reduce((sum, { at, count }) => sum + at.length * count, 0) <= page.dose.most;
