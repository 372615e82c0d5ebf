// How the model is run. Nothing below knows a quantity by name: it reads the tables and the stages that follow.
//
// A stage y' = inflow - loss * y whose inflow is known at the nodes of a step is a small linear system; stages stand
// in an order in which each reads only what is before it, so a step of the Radau IIA method is solved stage by stage.
// Only two states that read each other need Newton's method. (Hairer and Wanner, Solving Ordinary Differential
// Equations II, section IV.5.)

const power = (x, n) => { let y = x; for (let i = 1; i < n; i++) y *= x; return y; };
const sqrt = Math.sqrt;
const ramp = x => (x < 0 ? 0 : x);
const occupancy = (x, half) => x / (x + half);
const hill = (x, half, n) => { const a = power(x, n); return a / (a + power(half, n)); };
const fold = (x, half, n) => { const a = power(x, n), h = power(half, n); return a * (h + 1) / (a + h); };
const surplus = (x, width) => { const a = ramp(x); return a * a * a / (a * a + width * width); };

/** The values of every setting for an arm: defaults, changed by key (as for a 70 kg adult), scaled to its weight. */
export function settingsOf({ weight = referenceWeight, set = {} }) {
  return Float64Array.from(settings, ({ key, value, weightPower }) =>
    (set[key] ?? value) * power2(weight / referenceWeight, weightPower));
}
const power2 = (x, exponent) => (exponent === 0 ? 1 : exponent === 1 ? x : x ** exponent);

/** The settings under which the model rests before time 0. */
export function beforeTreatment(p) {
  const before = Float64Array.from(p);
  for (const key of beginWithTreatment) before[place.get(key)] = 0;
  return before;
}

/** Fills in every observable behind the states in v. */
export function observe(v, p) {
  for (const stage of stages) if (stage.observable !== undefined) v[stage.observable] = stage.value(v, p);
  return v;
}

/** The derivative of every state, per hour, for states (and room for observables) in v. */
export function rates(v, p, dy = new Float64Array(states.length)) {
  const f = new Float64Array(4);
  for (const stage of stages) {
    if (stage.observable !== undefined) {
      v[stage.observable] = stage.value(v, p);
    } else if (stage.flows) {
      stage.flows(v, p, f);
      stage.states.forEach((state, i) => { dy[state] = f[2 * i] - f[2 * i + 1] * v[state]; });
    } else if (stage.gain) {
      const [a, b] = stage.states, loss = stage.loss(p), gain = stage.gain(p);
      dy[a] = stage.inflow(v, p) - loss[0] * v[a] + gain[0] * v[b];
      dy[b] = gain[1] * v[a] - loss[1] * v[b];
    } else {
      dy[stage.state] = stage.inflow(v, p) - stage.loss(p) * v[stage.state];
    }
  }
  return dy;
}

/** States and observables at rest under these settings, stage by stage: inflow divided by loss. */
export function rest(p) {
  const v = new Float64Array(states.length + observables.length);
  for (const stage of stages) {
    if (stage.observable !== undefined) {
      v[stage.observable] = stage.value(v, p);
    } else if (stage.flows) {
      restOfPair(stage, v, p);
    } else if (stage.gain) {
      const [a, b] = stage.states, loss = stage.loss(p), gain = stage.gain(p);
      v[a] = stage.inflow(v, p) / (loss[0] - gain[0] * gain[1] / loss[1]);
      v[b] = gain[1] * v[a] / loss[1];
    } else {
      const inflow = stage.inflow(v, p);
      v[stage.state] = inflow === 0 ? 0 : inflow / stage.loss(p);
    }
  }
  return v;
}

// The second state follows from the first; the rate of the first falls as it grows, so a bracket shrinks onto its root.
function restOfPair(stage, v, p) {
  const [a, b] = stage.states, f = new Float64Array(4);
  const rate = first => {
    v[a] = first; v[b] = 1;
    stage.flows(v, p, f);
    v[b] = f[2] / f[3];
    stage.flows(v, p, f);
    return f[0] - f[1] * first;
  };
  let low = 0, high = 1, atLow = rate(0);
  // Where nothing is gained even from nothing, the pair rests empty.
  if (atLow <= 0) return;
  if (!Number.isFinite(atLow)) atLow = 1;
  let atHigh = rate(high);
  for (let i = 0; i < 200 && atHigh > 0; i++) { low = high; atLow = atHigh; high *= 2; atHigh = rate(high); }
  let side = 0;
  for (let i = 0; i < 200; i++) {
    // Regula falsi that halves the end which stays (Illinois), which a plain bisection would need fifty rounds for.
    const next = (low * atHigh - high * atLow) / (atHigh - atLow);
    if (!(next > low && next < high)) break;
    const at = rate(next);
    if (at === 0) { low = high = next; break; }
    if (at > 0) { low = next; atLow = at; if (side === 1) atHigh /= 2; side = 1; }
    else { high = next; atHigh = at; if (side === -1) atLow /= 2; side = -1; }
    if (high - low <= 2e-16 * high) break;
  }
  rate(Math.abs(atLow) < Math.abs(atHigh) ? low : high);
}

/** Every time from 0 to the end at which something jumps; times that differ by rounding are one. */
export function edgesOf({ duration, doses = [], switches = [] }) {
  const times = [];
  for (const { at, over } of doses) for (const time of at) times.push(time, time + over);
  for (const { at, until } of switches) times.push(at, until ?? Infinity);
  const edges = [0];
  for (const time of times.filter(time => time > 0 && time < duration).sort((a, b) => a - b)) {
    if (!isSame(edges.at(-1), time) && !isSame(time, duration)) edges.push(time);
  }
  edges.push(duration);
  return edges;
}
const isSame = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));

/** The stretches between edges: what is added at the start, and the settings in force. */
function stretches(arm, p) {
  const edges = edgesOf(arm);
  const known = new Map();
  return edges.slice(0, -1).map((start, i) => {
    const middle = (start + edges[i + 1]) / 2, now = Float64Array.from(p), jumps = [];
    for (const { into, amount, over, at } of arm.doses ?? []) for (const time of at) {
      if (over > 0) { if (time < middle && middle < time + over) now[place.get(into)] += amount / over; }
      else if (isSame(time, start)) jumps.push([place.get(into), amount]);
    }
    for (const { key, at, until, set, scale } of arm.switches ?? []) if (at < middle && middle < (until ?? Infinity)) {
      const where = place.get(key);
      now[where] = scale === undefined ? set * power2(arm.weight / referenceWeight, settings[where].weightPower) : p[where] * scale;
    }
    // Stretches with the same settings share them, and with them what was worked out for each length of a step.
    const name = now.join();
    if (!known.has(name)) known.set(name, { p: now, levels: new Map(), losses: lossesOf(now) });
    return { start, end: edges[i + 1], jumps, ...known.get(name) };
  });
}

const lossesOf = p => stages.map(stage =>
  stage.observable !== undefined || stage.flows ? null : stage.gain ? { loss: stage.loss(p), gain: stage.gain(p) } : stage.loss(p));

/**
 * Runs an arm: { duration, weight, set, doses: [{ into, amount, over, at: [times] }],
 * switches: [{ key, at, until, set or scale }] }, times in h, amounts in mg, `set` as for a 70 kg adult.
 * Returns { baseline, sample(times) }.
 */
export function solve(arm, { rtol = 1e-7 } = {}) {
  const p = settingsOf(arm), n = states.length;
  const resting = rest(beforeTreatment(p));
  const solver = new Solver(rtol);
  let y = resting.slice(0, n);
  const steps = [];
  for (const stretch of stretches(arm, p)) {
    for (const [state, amount] of stretch.jumps) y[state] += amount;
    y = solver.integrate(stretch, y, steps);
  }
  const baseline = improvement.of(resting) >= improvement.least ? improvement.of(resting) : NaN;
  return { baseline, steps, sample: times => sample(steps, baseline, times) };
}

/** States, observables and improvement at each time; at a jump the values just after it. */
function sample(steps, baseline, times) {
  const n = states.length;
  let at = 0;
  return times.map(time => {
    if (at >= steps.length || steps[at].start > time) at = 0;
    while (at + 1 < steps.length && steps[at + 1].start <= time) at++;
    const { start, length, base, increments, p } = steps[at];
    const weight = weights((time - start) / length);
    const v = new Float64Array(n + observables.length + 1);
    for (let i = 0; i < n; i++) {
      let value = base[i];
      for (let j = 0; j < K; j++) value += weight[j] * increments[j * n + i];
      v[i] = value;
    }
    observe(v, p);
    v[n + observables.length] = improvement.value(baseline, v);
    return v;
  });
}

const K = tableau.nodes.length;

/** How much the increment at each node counts at a place of a step. */
function weights(place) {
  return tableau.nodes.map((node, j) => {
    let weight = place / node;
    tableau.nodes.forEach((other, m) => { if (m !== j) weight *= (place - other) / (node - other); });
    return weight;
  });
}

/** The inverse of a square matrix, row by row, by elimination with pivots. */
function inverse(a, n) {
  const b = new Float64Array(n * n);
  for (let i = 0; i < n; i++) b[i * n + i] = 1;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r * n + c]) > Math.abs(a[best * n + c])) best = r;
    for (const m of [a, b]) if (best !== c) for (let j = 0; j < n; j++) {
      const kept = m[c * n + j]; m[c * n + j] = m[best * n + j]; m[best * n + j] = kept;
    }
    const scale = 1 / a[c * n + c];
    for (let j = 0; j < n; j++) { a[c * n + j] *= scale; b[c * n + j] *= scale; }
    for (let r = 0; r < n; r++) {
      const factor = a[r * n + c];
      if (r === c || factor === 0) continue;
      for (let j = 0; j < n; j++) { a[r * n + j] -= factor * a[c * n + j]; b[r * n + j] -= factor * b[c * n + j]; }
    }
  }
  return b;
}

/** (I + z A)^-1 A: turns inflow - loss * y at the start into the increments of a stage, for z = length * loss. */
function resolventOf(z) {
  const shifted = new Float64Array(K * K);
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) shifted[i * K + j] = (i === j ? 1 : 0) + z * tableau.matrix[i][j];
  const left = inverse(shifted, K), result = new Float64Array(K * K);
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) for (let m = 0; m < K; m++) result[i * K + j] += left[i * K + m] * tableau.matrix[m][j];
  return result;
}

class Solver {
  constructor(rtol) {
    this.rtol = rtol;
    this.floor = 1e-2;
    this.n = states.length;
    this.first = 0.02;
    this.nodes = tableau.nodes.map(() => new Float64Array(this.n + observables.length));
    this.slopes = new Float64Array(K * this.n);
    this.losses = new Float64Array(this.n);
    this.start = new Float64Array(K);
    this.flows = new Float64Array(4);
  }

  /** From the start of a stretch to its end; adds its steps and returns the states there. */
  integrate({ start, end, p, levels, losses }, y, steps) {
    const n = this.n, whole = end - start;
    this.p = p; this.fixed = losses;
    const v = this.nodes[0];
    v.set(y);
    let left = rates(v, p), time = 0, length = this.first, last = null;
    for (let tries = 0; time < whole; tries++) {
      if (tries > 100000) throw new Error(`too many steps at ${start + time} h`);
      const isLast = length >= 0.999 * (whole - time);
      const tried = isLast ? whole - time : Math.min(length, 0.5 * (whole - time));
      if (!levels.has(tried)) levels.set(tried, { resolvents: new Map(), pairs: new Map() });
      const increments = new Float64Array(K * n);
      const converged = this.attempt(y, increments, tried, levels.get(tried), last);
      const error = this.error(y, increments, left, tried);
      if (converged && error <= 1) {
        steps.push({ start: start + time, length: tried, base: y, increments, p });
        y = y.map((value, i) => value + increments[(K - 1) * n + i]);
        left = this.slopes.slice((K - 1) * n);
        const next = recurring(tried * Math.min(8, Math.max(0.2, 0.9 * error ** (-1 / (K + 1)))));
        if (last === null) this.first = next;
        last = { length: tried, increments };
        time = isLast ? whole : time + tried;
        length = next;
      } else {
        const factor = converged && Number.isFinite(error) ? Math.min(0.8, Math.max(0.2, 0.9 * error ** (-1 / (K + 1)))) : 0.25;
        length = recurring(tried * factor);
        if (!(length > 1e-13)) throw new Error(`the solver is stuck at ${start + time} h`);
      }
    }
    return y;
  }

  attempt(y, increments, length, level, last) {
    const { nodes, p, start } = this;
    let converged = true;
    for (let s = 0; s < stages.length; s++) {
      const stage = stages[s];
      if (stage.observable !== undefined) {
        for (let j = 0; j < K; j++) nodes[j][stage.observable] = stage.value(nodes[j], p);
      } else if (stage.flows) {
        converged = this.pair(stage, y, increments, length, level, last) && converged;
      } else if (stage.gain) {
        this.exchange(stage, this.fixed[s], y, increments, length, level);
      } else {
        const loss = this.fixed[s], state = stage.state;
        for (let j = 0; j < K; j++) start[j] = stage.inflow(nodes[j], p) - loss * y[state];
        const z = this.apply(this.resolvent(level, length, loss), start, length);
        this.keep(state, y, increments, z, loss, start);
      }
    }
    return converged;
  }

  resolvent(level, length, loss) {
    let known = level.resolvents.get(loss);
    if (!known) level.resolvents.set(loss, known = resolventOf(length * loss));
    return known;
  }

  apply(matrix, values, length) {
    const result = new Float64Array(K);
    for (let i = 0; i < K; i++) {
      let sum = 0;
      for (let j = 0; j < K; j++) sum += matrix[i * K + j] * values[j];
      result[i] = sum * length;
    }
    return result;
  }

  keep(state, y, increments, z, loss, start) {
    for (let j = 0; j < K; j++) {
      increments[j * this.n + state] = z[j];
      this.slopes[j * this.n + state] = start[j] - loss * z[j];
      this.nodes[j][state] = y[state] + z[j];
    }
    this.losses[state] = loss;
  }

  // A function of a 2 by 2 matrix is a line through its values at the two eigenvalues, which are real here.
  exchange({ states: [a, b], inflow }, { loss, gain }, y, increments, length, level) {
    const middle = 0.5 * (loss[0] + loss[1]);
    const fast = middle + Math.sqrt(0.25 * (loss[0] - loss[1]) ** 2 + gain[0] * gain[1]);
    const slow = (loss[0] * loss[1] - gain[0] * gain[1]) / fast;
    const upper = new Float64Array(K), lower = new Float64Array(K), movedA = new Float64Array(K), movedB = new Float64Array(K);
    for (let j = 0; j < K; j++) {
      upper[j] = inflow(this.nodes[j], this.p) - loss[0] * y[a] + gain[0] * y[b];
      lower[j] = gain[1] * y[a] - loss[1] * y[b];
      movedA[j] = ((loss[0] - slow) * upper[j] - gain[0] * lower[j]) / (fast - slow);
      movedB[j] = ((loss[1] - slow) * lower[j] - gain[1] * upper[j]) / (fast - slow);
    }
    const slowly = this.resolvent(level, length, slow), quickly = this.resolvent(level, length, fast);
    const za = this.apply(slowly, upper.map((u, j) => u - movedA[j]), length), fa = this.apply(quickly, movedA, length);
    const zb = this.apply(slowly, lower.map((u, j) => u - movedB[j]), length), fb = this.apply(quickly, movedB, length);
    for (let j = 0; j < K; j++) { za[j] += fa[j]; zb[j] += fb[j]; }
    this.keep(a, y, increments, za, loss[0], upper.map((u, j) => u + gain[0] * zb[j]));
    this.keep(b, y, increments, zb, loss[1], lower.map((u, j) => u + gain[1] * za[j]));
  }

  // Newton's method on both states at all nodes, with the matrix of the last step of this length.
  pair(stage, y, increments, length, level, last) {
    const [a, b] = stage.states, { nodes, p, n } = this, N = 2 * K;
    const z = new Float64Array(N), slopes = new Float64Array(N), residual = new Float64Array(N), f = this.flows;
    if (last && length / last.length <= 2.5) {
      const end = (K - 1) * n;
      for (let j = 0; j < K; j++) {
        const weight = weights(1 + length / last.length * tableau.nodes[j]);
        for (const [i, state] of [[0, a], [1, b]]) {
          let value = -last.increments[end + state];
          for (let m = 0; m < K; m++) value += weight[m] * last.increments[m * n + state];
          z[i * K + j] = value;
        }
      }
    }
    const enough = [a, b].map(state => 0.1 * this.rtol * (Math.abs(y[state]) + this.floor) + 1e-15 * Math.abs(y[state]));
    const evaluate = () => {
      for (let j = 0; j < K; j++) {
        const v = nodes[j];
        v[a] = y[a] + z[j]; v[b] = y[b] + z[K + j];
        stage.flows(v, p, f);
        slopes[j] = f[0] - f[1] * v[a]; slopes[K + j] = f[2] - f[3] * v[b];
      }
      this.losses[a] = f[1]; this.losses[b] = f[3];
    };
    let converged = false, matrix = level.pairs.get(stage);
    for (let round = 0, refreshes = 0; ; round++) {
      evaluate();
      let small = true;
      for (let i = 0; i < N; i++) {
        const row = tableau.matrix[i % K], half = i < K ? 0 : K;
        let sum = 0;
        for (let m = 0; m < K; m++) sum += row[m] * slopes[half + m];
        residual[i] = z[i] - length * sum;
        if (!(Math.abs(residual[i]) <= 0.01 * enough[i < K ? 0 : 1])) small = false;
      }
      if (small || converged) { converged = true; break; }
      if (!matrix || round >= 5) {
        if (refreshes++ === 3) break;
        level.pairs.set(stage, matrix = this.newton(stage, slopes, length));
        round = 0;
      }
      let within = true;
      const correction = new Float64Array(N);
      for (let i = 0; i < N; i++) {
        let sum = 0;
        for (let m = 0; m < N; m++) sum += matrix[i * N + m] * residual[m];
        correction[i] = sum;
        if (!(Math.abs(sum) <= enough[i < K ? 0 : 1])) within = false;
      }
      for (let i = 0; i < N; i++) z[i] -= correction[i];
      converged = within;
    }
    for (let j = 0; j < K; j++) for (const [i, state] of [[0, a], [1, b]]) {
      increments[j * n + state] = z[i * K + j];
      this.slopes[j * n + state] = slopes[i * K + j];
    }
    return converged;
  }

  // The inverse of the Jacobian of the collocation equations, by differences.
  newton(stage, slopes, length) {
    const [a, b] = stage.states, N = 2 * K, matrix = new Float64Array(N * N), f = this.flows;
    for (let i = 0; i < N; i++) matrix[i * N + i] = 1;
    for (let j = 0; j < K; j++) for (const [column, state] of [[j, a], [K + j, b]]) {
      const v = this.nodes[j], kept = v[state], change = 1e-7 * Math.max(1e-3, Math.abs(kept));
      v[state] = kept + change;
      stage.flows(v, this.p, f);
      const by = [(f[0] - f[1] * v[a] - slopes[j]) / change, (f[2] - f[3] * v[b] - slopes[K + j]) / change];
      v[state] = kept;
      for (let i = 0; i < N; i++) matrix[i * N + column] -= length * tableau.matrix[i % K][j] * by[i < K ? 0 : 1];
    }
    return inverse(matrix, N);
  }

  // The polynomial does not satisfy the equations at the left end of the step; by how much bounds its error.
  error(y, increments, left, length) {
    let worst = 0;
    for (let i = 0; i < this.n; i++) {
      let defect = left[i];
      for (let j = 0; j < K; j++) defect -= tableau.left[j] * this.slopes[j * this.n + i];
      const size = Math.max(Math.abs(y[i]), Math.abs(y[i] + increments[(K - 1) * this.n + i]));
      const damping = 1 + length * this.losses[i] * tableau.defectWeight / tableau.defectWithin;
      const error = tableau.defectWeight * length * Math.abs(defect) / (this.rtol * (this.floor + size) * damping);
      if (!Number.isFinite(error)) return error;
      if (error > worst) worst = error;
    }
    return worst;
  }
}

// Step lengths recur, so that what was worked out for one can be used again.
const recurring = length => 2 ** (Math.floor(Math.log2(length) * 4) / 4);
