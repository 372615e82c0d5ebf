// Run by Node: the trajectory of every arm, as a table.
if (typeof process !== "undefined" && process.argv[1] && import.meta.url.endsWith(process.argv[1].split(/[\\/]/).at(-1))) {
  const field = value => (typeof value !== "string" ? (Number.isFinite(value) ? String(value) : "")
    : /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = [["arm", "time [h]", ...columns.map(({ key, unit }) => `${key} [${unit}]`)]];
  for (const arm of arms) {
    const times = timesOf(arm), values = solve(arm, { rtol: 1e-9 }).sample(times);
    times.forEach((time, i) => rows.push([arm.name, time, ...values[i]]));
  }
  const file = process.argv[2] ?? "trajectory.csv";
  (await import("node:fs")).writeFileSync(file, rows.map(row => row.map(field).join(",") + "\n").join(""));
  console.log(`${rows.length - 1} rows written to ${file}. ${disclaimer}`);
}
