// What is shown: the arms of the file, and what was changed of them on this page.

const place = new Map(columns.map(({ key }, i) => [key, i]));
const settingOf = new Map(settings.map(setting => [setting.key, setting]));
const presetOf = new Map(presets.map(preset => [preset.key, preset]));
const linkOf = new Map(links.map(link => [link.key, link]));
const variants = presets.filter(preset => preset.kind === "variant");

const sameSwitch = (one, key, timed) => one.key === key && one.set === timed.set && one.at === timed.at && one.until === timed.until;

/** An arm of the file: presets whose switches are there, parameters beyond them, rules of doses. */
function armOfFile(arm, index) {
  const switches = [...arm.switches], kept = [];
  for (const key of arm.presets) {
    const found = presetOf.get(key).switches.map(timed => switches.findIndex(one => sameSwitch(one, timed.key, timed)));
    if (found.includes(-1)) continue;
    for (const at of found.sort((a, b) => b - a)) switches.splice(at, 1);
    kept.push(key);
  }
  const layered = layers(kept), own = {};
  for (const { key, value, kind } of settings) {
    const final = arm.set[key] ?? value;
    if (kind === "parameter" && final !== (layered[key] ?? value)) own[key] = final;
  }
  return { ...arm, index, name: page.arms[index].name, presets: kept, own, switches, rules: rulesOf(arm.doses) };
}

/** What presets set, the later over the earlier. */
const layers = keys => Object.assign({}, ...keys.map(key => presetOf.get(key).set));

/** Doses as they are edited: evenly spaced ones by a rule. */
const rulesOf = doses => doses.map(({ drug, route, amount, over, at }) => {
  const every = at.length > 1 ? at[1] - at[0] : 0;
  const isEven = at.length > 2 && at.every((time, i) => Math.abs(time - at[0] - i * every) <= 1e-9 * every);
  return isEven ? { drug, route, amount, over, at: [at[0]], every, count: at.length } : { drug, route, amount, over, at: [...at], every: null, count: 1 };
});

const timesOfRule = ({ at, every, count }) =>
  every === null ? [...at] : Array.from({ length: count }, (_, i) => at.map(time => time + i * every)).flat();

const fileArms = arms.map(armOfFile);

/** How many arms are drawn at first where there are many. */
const MANY = 8;

const freshState = () => ({
  sliders: {},                                     // parameter: value, where it was moved
  on: fileArms.map((_, i) => i < MANY),            // which arms are drawn
  doses: {},                                       // index of an arm: its rules, where they were edited
  add: {},                                         // preset: true or false for every arm, where it was switched
  cut: {},                                         // link: true
});

/** The arm as the state has it, ready to be solved. */
function study(base, state) {
  const chosen = variants.filter(({ key }) => state.add[key] ?? base.presets.includes(key)).map(({ key }) => key);
  const all = [...base.presets.filter(key => presetOf.get(key).kind !== "variant" || chosen.includes(key)),
    ...chosen.filter(key => !base.presets.includes(key))];
  const cuts = Object.keys(state.cut).map(key => linkOf.get(key).set);
  const cutKeys = new Set(cuts.flatMap(Object.keys));
  // A preset that acts for a while on what is cut would come back with its name.
  const named = all.filter(key => !presetOf.get(key).switches.some(({ key }) => cutKeys.has(key)));
  const last = { ...base.own, ...state.sliders, ...Object.assign({}, ...cuts) };
  for (const key of all) if (!named.includes(key)) for (const [name, value] of Object.entries(presetOf.get(key).set)) last[name] ??= value;
  const own = {}, under = layers(named);
  for (const [key, value] of Object.entries(last)) if (value !== (under[key] ?? settingOf.get(key).value)) own[key] = value;
  const ownSwitches = base.switches.filter(({ key }) => !cutKeys.has(key));
  const rules = state.doses[base.index] ?? base.rules;
  return {
    ...base, presets: named, own, rules, ownSwitches,
    set: { ...under, ...own },
    doses: rules.map(rule => ({ into: placeOfDose(rule), amount: rule.amount, over: rule.over, at: timesOfRule(rule).filter(time => time < base.duration) })),
    switches: [...ownSwitches, ...named.flatMap(key => presetOf.get(key).switches)],
  };
}

const wayOf = rule => drugs.find(({ drug, route }) => drug === rule.drug && route === rule.route);
const placeOfDose = rule => (rule.over > 0 ? wayOf(rule).infusion : wayOf(rule).bolus);

/** The value of a parameter in an arm of the file. */
const valueInFile = (base, key) => base.own[key] ?? layers(base.presets)[key] ?? settingOf.get(key).value;

/** Which role decides the hue of an arm: what it gives. */
const roleOf = arm => {
  const given = page.drugs.filter(({ drug }) => arm.rules.some((rule, i) => rule.drug === drug && arm.doses[i].at.length > 0));
  return given.length === 0 ? "no-drug" : given.length === 1 ? given[0].hue : "both";
};

const isChanged = state => JSON.stringify(state) !== JSON.stringify(freshState());
