/** The output times of an arm: its grid and every edge, each once; where both nearly agree, the edge. */
export function timesOf(arm) {
  const edges = edgesOf(arm);
  const between = arm.grid.filter(time => time <= arm.duration && !edges.some(edge => isSame(edge, time)));
  const sorted = [...edges, ...between].sort((a, b) => a - b);
  return sorted.filter((time, i) => i === 0 || !isSame(sorted[i - 1], time));
}

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
