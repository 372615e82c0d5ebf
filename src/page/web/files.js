// What can be taken away: the figure, the curves, the scenario.

const quote = text => JSON.stringify(text).replace(/\u007f/g, "\\u007F");

/** A scenario with the changes made here, as `onset run` reads it. */
function tomlOf(scenario, state) {
  const lines = [
    "#:schema ./scenario.schema.json",
    `# ${scenario.name}, as it was left on the interactive page of ${page.program}.`,
    `# ${page.words.disclaimer}`,
    `format = ${page.format}`, `title = ${quote(scenario.title)}`, `duration = ${quote(`${scenario.duration} h`)}`,
  ];
  if (scenario.timeScale !== "log") lines.push(`time_axis = ${quote(scenario.timeScale)}`);
  if (scenario.show.length) lines.push(`show = [${scenario.show.map(quote).join(", ")}]`);
  if (scenario.grid) {
    lines.push("", "[grid]");
    for (const [key, value] of Object.entries(scenario.grid)) lines.push(`${key} = ${Array.isArray(value) ? `[${value.map(time => quote(`${time} h`)).join(", ")}]` : typeof value === "string" ? quote(value) : value}`);
  }
  for (const { key, from, to } of page.sliders) lines.push("", "[[slider]]", `name = ${quote(key)}`, `from = ${from}`, `to = ${to}`);
  for (const base of fileArms.slice(scenario.first, scenario.first + scenario.count)) {
    const arm = study(base, state), subject = arm.presets.find(key => presetOf.get(key).kind === "subject");
    const named = arm.presets.filter(key => key !== subject), own = Object.entries(arm.own);
    lines.push("", "[[arm]]", `name = ${quote(page.arms[base.index].own)}`);
    if (named.length) lines.push(`presets = [${named.map(quote).join(", ")}]`);
    lines.push("[arm.subject]", `weight = ${quote(`${arm.weight} kg`)}`);
    if (subject) lines.push(`preset = ${quote(subject)}`);
    if (own.length) lines.push("[arm.parameters]", ...own.map(([key, value]) => `${key} = ${value}`));
    for (const { drug, route, amount, over, at, every, count } of arm.rules) {
      lines.push("[[arm.dose]]", `drug = ${quote(drug)}`, `amount = ${quote(`${amount} mg`)}`, `route = ${quote(route)}`,
        `at = [${at.map(time => quote(`${time} h`)).join(", ")}]`);
      if (over > 0) lines.push(`over = ${quote(`${over} h`)}`);
      if (every !== null) lines.push(`every = ${quote(`${every} h`)}`, `count = ${count}`);
    }
    for (const { key, at, until, set, scale } of arm.ownSwitches) {
      lines.push("[[arm.switch]]", `at = ${quote(`${at} h`)}`);
      if (until !== null) lines.push(`until = ${quote(`${until} h`)}`);
      lines.push(scale === undefined ? `set = { ${key} = ${set} }` : `scale = { ${key} = ${scale} }`);
    }
    for (const { state, at, scale, loseGain } of arm.events) {
      lines.push("[[arm.event]]", `at = ${quote(`${at} h`)}`, loseGain ? `lose_gain = [${quote(state)}]` : `scale_state = { ${state} = ${scale} }`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Every curve of the arms that are shown, at the output times of the scenario. */
function csvOf(shown, state) {
  const field = value => (typeof value === "number" ? (Number.isFinite(value) ? String(value) : "")
    : /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = [["arm", "time [h]", ...columns.map(({ key, unit }) => `${key} [${unit}]`)]];
  // Every arm has the moments at which any arm jumps, so that rows can be compared.
  const all = fileArms.map(base => study(base, state));
  const moments = timesOf({ duration: longest, grid: all.flatMap(arm => arm.grid), doses: all.flatMap(arm => arm.doses), switches: all.flatMap(arm => arm.switches), events: all.flatMap(arm => arm.events) });
  for (const { arm, run } of shown) {
    const times = moments.filter(time => time <= arm.duration);
    run.sample(times).forEach((values, i) => rows.push([arm.name, times[i], ...values]));
  }
  return rows.map(row => row.map(field).join(",") + "\n").join("");
}

function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
