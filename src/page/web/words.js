// How numbers and times are read and written: what people type, what people see.

const MINUS = "\u2212";

/** Three significant digits, for people: 52.3, 0.0123, 177. */
const rounded = value => {
  const size = Math.abs(value);
  if (size > 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1).replace("+", "");
  const before = size > 0 ? Math.floor(Math.log10(size)) + 1 : 1;
  const text = value.toFixed(Math.max(0, 3 - before));
  const short = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  return short === "-0" ? "0" : short;
};

/** A time (h) in the unit that people would use: 40 min, 2.1 h, 10.6 d, 8 wk. */
const duration = hours => {
  const size = Math.abs(hours), isWhole = value => Math.abs(value - Math.round(value)) < 1e-9;
  const [value, unit] = size === 0 ? [0, "h"]
    : size < 1 / 60 ? [hours * 3600, "s"]
    : size < 0.995 ? [hours * 60, "min"]
    : size < 47.95 ? [hours, "h"]
    : size >= 4 * 168 && isWhole(hours / 168) ? [hours / 168, "wk"]
    : size < 60 * 24 ? [hours / 24, "d"] : [hours / 168, "wk"];
  return `${value.toFixed(1).replace(/\.0$/, "")} ${unit}`;
};

/** A time (h) to edit: in the largest unit in which it is short, without loss. */
const exactTime = hours => {
  for (const [unit, size] of [["wk", 168], ["d", 24], ["h", 1], ["min", 1 / 60], ["s", 1 / 3600]]) {
    const count = hours / size;
    if (unit === "h" && hours === 0) return "0 h";
    if (count >= 1 && Math.abs(count * 1000 - Math.round(count * 1000)) < 1e-6) return `${Math.round(count * 1000) / 1000} ${unit}`;
  }
  return `${hours} h`;
};

const TIME_UNITS = [
  [/^(s|sec|seconds?)$/i, 1 / 3600], [/^(min|minutes?)$/i, 1 / 60], [/^(h|hr|hours?)$/i, 1],
  [/^(d|days?)$/i, 24], [/^(wk|w|weeks?)$/i, 168],
];
const MASS_UNITS = [[/^(ug|µg|μg|mcg)$/i, 1e-3], [/^mg$/i, 1], [/^g$/i, 1e3]];

/** A number, or nothing. A comma is what many countries write for the point. */
const readNumber = text => {
  const plain = text.trim().replace(MINUS, "-").replace(/^([+-]?\d*),(\d+)/, "$1.$2");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
};

const split = text => {
  const parts = text.trim().match(/^(\S*?\d[\d.,]*(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i);
  const number = parts && readNumber(parts[1]);
  return number === null || number === undefined ? null : { number, unit: (parts[2] ?? "").trim() };
};

/** Hours, or a sentence that says what is wrong. */
const readTime = (text, bounds) => {
  const read = split(text);
  if (!read) return `“${text.trim() || "nothing"}” is not a time. Write a number and a unit, such as 40 min, 2 h or 1 d.`;
  if (!read.unit) return read.number === 0 ? within(0, bounds) : `“${text.trim()}” has no unit: minutes, hours or days? Write ${text.trim()} h, for example.`;
  const unit = TIME_UNITS.find(([word]) => word.test(read.unit));
  if (!unit) return `“${read.unit}” is not a unit of time. Use s, min, h, d or wk.`;
  return within(read.number * unit[1], bounds);
};

/** Milligrams, or a sentence that says what is wrong. */
const readAmount = (text, weight, bounds) => {
  const read = split(text);
  if (!read) return `“${text.trim() || "nothing"}” is not an amount. Write a number and a unit, such as 35 mg or 0.5 mg/kg.`;
  const perKilogram = /\/\s*kg$/i.test(read.unit), unit = read.unit.replace(/\s*\/\s*kg$/i, "");
  if (!unit) return `“${text.trim()}” has no unit: mg, or mg/kg? Write ${text.trim()} mg, for example.`;
  const mass = MASS_UNITS.find(([word]) => word.test(unit));
  if (!mass) return `“${read.unit}” is not a unit of an amount. Use mg, ug, g or mg/kg.`;
  const amount = read.number * mass[1];
  return within(perKilogram ? amount * weight : amount, bounds);
};

const within = (value, { low, high, words }) => (value >= low && value <= high ? value : `Allowed: ${words}.`);

const escapeText = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);

const plural = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
