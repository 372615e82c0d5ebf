// How the model is run. Nothing below knows a quantity by name: it reads the tables and the stages that follow.
//
// A stage y' = inflow - loss * y whose inflow is known at the nodes of a step is a small linear system; stages stand
// in an order in which each reads only what is before it, so a step of the Radau IIA method is solved stage by stage.
// Only two states that read each other need Newton's method. (Hairer and Wanner, Solving Ordinary Differential
// Equations II, section IV.5.)

const power = (x, n) => { let y = x; for (let i = 1; i < n; i++) y *= x; return y; };
const sqrt = Math.sqrt;
const ramp = x => (x < 0 ? 0 : x);

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
  for (const { kind, at, of } of plan) if (kind === OBSERVE) v[at] = of(v, p);
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
export function edgesOf({ duration, doses = [], switches = [], events = [] }) {
  const times = [];
  for (const { at, over } of doses) for (const time of at) times.push(time, time + over);
  for (const { at, until } of switches) times.push(at, until ?? Infinity);
  for (const { at } of events) times.push(at);
  const edges = [0];
  for (const time of times.filter(time => time > 0 && time < duration).sort((a, b) => a - b)) {
    if (!isSame(edges.at(-1), time) && !isSame(time, duration)) edges.push(time);
  }
  edges.push(duration);
  return edges;
}
const isSame = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));

/** The stretches between edges: what is changed and added at the start, and the settings in force. */
function stretches(arm, p) {
  const edges = edgesOf(arm);
  const known = new Map();
  return edges.slice(0, -1).map((start, i) => {
    const middle = (start + edges[i + 1]) / 2, now = Float64Array.from(p), jumps = [], changed = [];
    for (const { into, amount, over, at } of arm.doses ?? []) for (const time of at) {
      if (over > 0) { if (time < middle && middle < time + over) changed.push([place.get(into), now[place.get(into)] += amount / over]); }
      else if (isSame(time, start)) jumps.push([place.get(into), amount]);
    }
    for (const { key, at, until, set, scale } of arm.switches ?? []) if (at < middle && middle < (until ?? Infinity)) {
      const where = place.get(key);
      now[where] = scale === undefined ? set * power2(arm.weight / referenceWeight, settings[where].weightPower) : p[where] * scale;
      changed.push([where, now[where]]);
    }
    // Stretches with the same settings share them, and with them what was worked out for each length of a step.
    const name = changed.join();
    if (!known.has(name)) known.set(name, { p: now, levels: new Map(), losses: lossesOf(now) });
    const struck = (arm.events ?? []).filter(({ at }) => isSame(at, start));
    return { start, end: edges[i + 1], struck, jumps, ...known.get(name) };
  });
}

const lossesOf = p => stages.map(stage =>
  stage.observable !== undefined || stage.flows ? null : stage.gain ? { loss: stage.loss(p), gain: stage.gain(p) } : stage.loss(p));

/**
 * Runs an arm: { duration, weight, set, doses: [{ into, amount, over, at: [times] }],
 * switches: [{ key, at, until, set or scale }], events: [{ state, at, scale or loseGain }] }, times in h, amounts in mg, `set` as for a 70 kg adult.
 * Returns { baseline, sample(times) }.
 */
export function solve(arm, { rtol = 1e-7 } = {}) {
  const p = settingsOf(arm), n = states.length;
  const resting = rest(beforeTreatment(p));
  const solver = new Solver(rtol);
  let y = resting.slice(0, n);
  const steps = [];
  for (const stretch of stretches(arm, p)) {
    for (const { state, scale, loseGain } of stretch.struck) {
      const at = place.get(state);
      // What the solver left beyond a bound, within its error, is not to be magnified.
      const was = Math.min(HIGH[at], Math.max(LOW[at], y[at]));
      y[at] = loseGain ? Math.min(was, resting[at]) : was * scale;
      if (solver.strays(at, y[at], y[at])) {
        throw new Error(`the event at ${stretch.start} h would take ${state} to ${y[at]}, but its equations hold from ${LOW[at]} to ${HIGH[at]}`);
      }
    }
    for (const [state, amount] of stretch.jumps) y[state] += amount;
    y = solver.integrate(stretch, y, steps);
  }
  const baseline = improvement.of(resting) >= improvement.least ? improvement.of(resting) : NaN;
  return { baseline, steps, sample: times => sample(steps, baseline, times) };
}

/** States, observables and improvement at each time; at a jump the values just after it. */
function sample(steps, baseline, times) {
  const n = states.length, weight = new Float64Array(K);
  let at = 0;
  return times.map(time => {
    if (at >= steps.length || steps[at].start > time) at = 0;
    while (at + 1 < steps.length && steps[at + 1].start <= time) at++;
    const { start, length, base, increments, p } = steps[at];
    weights((time - start) / length, weight);
    const v = new Float64Array(n + observables.length + 1);
    for (let i = 0; i < n; i++) {
      let value = base[i];
      for (let j = 0; j < K; j++) value += weight[j] * increments[j * n + i];
      v[i] = value;
    }
    observe(v, p);
    v[n + observables.length] = improvement.fall(baseline, improvement.of(v));
    return v;
  });
}

const K = tableau.nodes.length;

/** How much the increment at each node counts at a place of a step. */
function weights(place, weight = new Float64Array(K)) {
  for (let j = 0; j < K; j++) {
    let share = place * shares[j];
    for (let m = 0; m < K; m++) if (m !== j) share *= place - tableau.nodes[m];
    weight[j] = share;
  }
  return weight;
}
const shares = tableau.nodes.map((node, j) => tableau.nodes.reduce((share, other, m) => (m === j ? share : share / (node - other)), 1 / node));

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
  const known = resolvents.get(z);
  if (known) return known;
  const shifted = new Float64Array(K * K);
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) shifted[i * K + j] = (i === j ? 1 : 0) + z * tableau.matrix[i][j];
  const left = inverse(shifted, K), result = new Float64Array(K * K);
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) for (let m = 0; m < K; m++) result[i * K + j] += left[i * K + m] * tableau.matrix[m][j];
  if (resolvents.size > 20000) resolvents.clear();
  resolvents.set(z, result);
  return result;
}
// Lengths and losses recur from run to run, when a slider moves.
const resolvents = new Map();

// Every stage as an object of one shape, which is read a thousand times a second and more. `reads`: the states and
// observables of earlier stages that it depends on.
const OBSERVE = 0, TURNOVER = 1, EXCHANGE = 2, PAIR = 3;
const plan = stages.map(stage => {
  const of = stage.value ?? stage.inflow ?? stage.flows, own = stage.states ?? [stage.state];
  return {
    stage, of,
    kind: stage.observable !== undefined ? OBSERVE : stage.flows ? PAIR : stage.gain ? EXCHANGE : TURNOVER,
    at: stage.observable ?? stage.state ?? -1,
    reads: Int32Array.from(readsOf(of).filter(at => !own.includes(at))),
  };
});

/** The places of v that a function of the model reads. */
function readsOf(of) {
  const places = new Set();
  of(new Proxy([], { get: (_, at) => places.add(Number(at)).size }), settings.map(({ value }) => value), []);
  return [...places];
}

// The least and the greatest value of each state that the equations hold for.
const LOW = Float64Array.from(states, ({ low }) => low), HIGH = Float64Array.from(states, ({ high }) => high);

/** The greatest share of a state that a step may err by, however fast the state relaxes. */
const MOST_ERROR = 0.1;

/** By less than this share in a step a stage does not move. */
const STILL = 1e-13;

class Solver {
  constructor(rtol) {
    const some = size => new Float64Array(size);
    this.rtol = rtol;
    this.floor = 1e-2;
    this.n = states.length;
    this.first = 0.02;
    this.nodes = tableau.nodes.map(() => some(this.n + observables.length));
    this.slopes = some(K * this.n);
    this.losses = some(this.n);
    this.flows = some(4);
    // Which states and observables do not change within the step that is tried.
    this.still = new Uint8Array(this.n + observables.length);
    // Room to work in, so that a step asks for no memory but that of its result.
    this.start = some(K);
    this.change = some(K);
    this.weight = some(K);
    this.z = some(2 * K);
    this.own = some(2 * K);
    this.residual = some(2 * K);
    this.both = Array.from({ length: 8 }, () => some(K));
  }

  /** From the start of a stretch to its end; adds its steps and returns the states there. */
  integrate({ start, end, p, levels, losses }, y, steps) {
    const n = this.n, whole = end - start;
    this.p = p; this.fixed = losses;
    const v = this.nodes[0];
    v.set(y);
    const left = rates(v, p);
    let time = 0, length = this.first, last = null;
    for (let tries = 0; time < whole; tries++) {
      if (tries > 100000) throw new Error(`too many steps at ${start + time} h`);
      const isLast = length >= 0.999 * (whole - time);
      const tried = isLast ? whole - time : Math.min(length, 0.5 * (whole - time));
      let level = levels.get(tried);
      if (!level) levels.set(tried, level = { resolvents: new Array(2 * stages.length), pairs: new Array(stages.length) });
      const increments = new Float64Array(K * n);
      const converged = this.attempt(y, increments, tried, level, last);
      const error = this.error(y, increments, left, tried);
      // A solution outside the domain of the states is none, as smooth as it may be.
      const strays = converged && error <= 1 && y.some((value, i) => this.strays(i, value + increments[(K - 1) * n + i], value + increments[(K - 1) * n + i]));
      if (converged && error <= 1 && !strays) {
        steps.push({ start: start + time, length: tried, base: y, increments, p, isLast });
        const next = new Float64Array(n);
        for (let i = 0; i < n; i++) {
          next[i] = y[i] + increments[(K - 1) * n + i];
          left[i] = this.slopes[(K - 1) * n + i];
        }
        y = next;
        length = recurring(tried * Math.min(8, Math.max(0.2, 0.9 * error ** (-1 / (K + 1)))));
        if (last === null) this.first = length;
        last = { length: tried, increments };
        time = isLast ? whole : time + tried;
      } else {
        const factor = !strays && converged && Number.isFinite(error) ? Math.min(0.8, Math.max(0.2, 0.9 * error ** (-1 / (K + 1)))) : 0.25;
        length = recurring(tried * factor);
        if (!(length > 1e-13)) throw new Error(`the solver is stuck at ${start + time} h`);
      }
    }
    return y;
  }

  /** Whether a state is outside its domain by more than its error may be at this size. */
  strays(i, value, size) {
    const slack = this.rtol * (this.floor + Math.abs(size));
    return value < LOW[i] - slack || value > HIGH[i] + slack;
  }

  /** Whether a pair is outside its domain at a node. */
  pairStrays(a, b, y) {
    for (let j = 0; j < K; j++) {
      if (this.strays(a, y[a] + this.z[j], y[a]) || this.strays(b, y[b] + this.z[K + j], y[b])) return true;
    }
    return false;
  }

  // What depends on nothing that moves is worked out once for all nodes, and a stage that rests is left where it is: all
  // of a pathway that no drug of the arm reaches.
  attempt(y, increments, length, level, last) {
    const { nodes, p, start, still } = this;
    let converged = true;
    for (let s = 0; s < plan.length; s++) {
      const { kind, at, of, stage, reads } = plan[s];
      let isCalm = true;
      for (let i = 0; i < reads.length && isCalm; i++) isCalm = still[reads[i]] === 1;
      if (kind === OBSERVE) {
        still[at] = isCalm ? 1 : 0;
        if (isCalm) {
          const value = of(nodes[0], p);
          for (let j = 0; j < K; j++) nodes[j][at] = value;
        } else {
          for (let j = 0; j < K; j++) nodes[j][at] = of(nodes[j], p);
        }
      } else if (kind === TURNOVER) {
        const loss = this.fixed[s];
        if (isCalm) {
          start.fill(of(nodes[0], p) - loss * y[at]);
          if (this.rests(at, y[at], start[0], length)) continue;
        } else {
          for (let j = 0; j < K; j++) start[j] = of(nodes[j], p) - loss * y[at];
        }
        still[at] = 0;
        this.keep(at, y, increments, this.apply(this.resolvent(level, s, length, loss), start, length, this.change), loss, start);
      } else if (!isCalm || !this.bothRest(stage, s, y, length)) {
        for (const state of stage.states) still[state] = 0;
        if (kind === EXCHANGE) this.exchange(stage, s, y, increments, length, level);
        else converged = this.pair(stage, s, y, increments, length, level, last) && converged;
      }
    }
    return converged;
  }

  /** Whether a state of this rate stays where it is; then it is left there at every node. */
  rests(at, value, rate, length) {
    if (!(Math.abs(rate) * length <= STILL * Math.abs(value))) return false;
    for (let j = 0; j < K; j++) { this.nodes[j][at] = value; this.slopes[j * this.n + at] = rate; }
    this.still[at] = 1;
    return true;
  }

  bothRest(stage, s, y, length) {
    const [a, b] = stage.states, v = this.nodes[0], f = this.flows;
    v[a] = y[a]; v[b] = y[b];
    let ofA, ofB;
    if (stage.flows) {
      stage.flows(v, this.p, f);
      ofA = f[0] - f[1] * y[a]; ofB = f[2] - f[3] * y[b];
    } else {
      const { loss, gain } = this.fixed[s];
      ofA = stage.inflow(v, this.p) - loss[0] * y[a] + gain[0] * y[b]; ofB = gain[1] * y[a] - loss[1] * y[b];
    }
    return this.rests(a, y[a], ofA, length) && this.rests(b, y[b], ofB, length);
  }

  // Losses are constant in a stretch, so that a stage and a length have one resolvent.
  resolvent({ resolvents }, at, length, loss) {
    return resolvents[at] ??= resolventOf(length * loss);
  }

  apply(matrix, values, length, result) {
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
  exchange({ states: [a, b], inflow }, s, y, increments, length, level) {
    const { loss, gain } = this.fixed[s], [upper, lower, movedA, movedB, za, fa, zb, fb] = this.both;
    const middle = 0.5 * (loss[0] + loss[1]);
    const fast = middle + Math.sqrt(0.25 * (loss[0] - loss[1]) ** 2 + gain[0] * gain[1]);
    const slow = (loss[0] * loss[1] - gain[0] * gain[1]) / fast;
    for (let j = 0; j < K; j++) {
      const u = inflow(this.nodes[j], this.p) - loss[0] * y[a] + gain[0] * y[b], l = gain[1] * y[a] - loss[1] * y[b];
      movedA[j] = ((loss[0] - slow) * u - gain[0] * l) / (fast - slow);
      movedB[j] = ((loss[1] - slow) * l - gain[1] * u) / (fast - slow);
      upper[j] = u - movedA[j]; lower[j] = l - movedB[j];
    }
    const slowly = this.resolvent(level, s, length, slow), quickly = this.resolvent(level, stages.length + s, length, fast);
    this.apply(slowly, upper, length, za); this.apply(quickly, movedA, length, fa);
    this.apply(slowly, lower, length, zb); this.apply(quickly, movedB, length, fb);
    for (let j = 0; j < K; j++) {
      za[j] += fa[j]; zb[j] += fb[j];
      upper[j] += movedA[j] + gain[0] * zb[j]; lower[j] += movedB[j] + gain[1] * za[j];
    }
    this.keep(a, y, increments, za, loss[0], upper);
    this.keep(b, y, increments, zb, loss[1], lower);
  }

  // Newton's method on both states at all nodes, with the matrix of the last step of this length.
  pair(stage, s, y, increments, length, level, last) {
    const a = stage.states[0], b = stage.states[1], N = 2 * K;
    const { nodes, p, n, z, own, residual, flows: f } = this;
    if (last && length / last.length <= 2.5) this.goOn(a, b, length, last); else z.fill(0);
    // From outside the domain Newton's method would hardly come back, and what it finds there is no solution.
    if (this.pairStrays(a, b, y)) z.fill(0);
    const enough = value => 0.1 * this.rtol * (Math.abs(value) + this.floor) + 1e-15 * Math.abs(value);
    const enoughA = enough(y[a]), enoughB = enough(y[b]);
    let converged = false, matrix = level.pairs[s];
    for (let round = 0, refreshes = 0; ; round++) {
      for (let j = 0; j < K; j++) {
        const v = nodes[j];
        v[a] = y[a] + z[j]; v[b] = y[b] + z[K + j];
        stage.flows(v, p, f);
        own[j] = f[0] - f[1] * v[a]; own[K + j] = f[2] - f[3] * v[b];
      }
      this.losses[a] = f[1]; this.losses[b] = f[3];
      let small = true;
      for (let i = 0; i < N; i++) {
        const row = tableau.matrix[i % K], half = i < K ? 0 : K;
        let sum = 0;
        for (let m = 0; m < K; m++) sum += row[m] * own[half + m];
        residual[i] = z[i] - length * sum;
        if (!(Math.abs(residual[i]) <= 0.01 * (i < K ? enoughA : enoughB))) small = false;
      }
      if (small || converged) { converged = true; break; }
      if (!matrix || round >= 5) {
        if (refreshes++ === 3) break;
        level.pairs[s] = matrix = this.newton(stage, own, length);
        round = 0;
      }
      converged = true;
      for (let i = 0; i < N; i++) {
        let sum = 0;
        for (let m = 0; m < N; m++) sum += matrix[i * N + m] * residual[m];
        if (!(Math.abs(sum) <= (i < K ? enoughA : enoughB))) converged = false;
        z[i] -= sum;
      }
    }
    for (let j = 0; j < K; j++) {
      increments[j * n + a] = z[j]; increments[j * n + b] = z[K + j];
      this.slopes[j * n + a] = own[j]; this.slopes[j * n + b] = own[K + j];
    }
    return converged && !this.pairStrays(a, b, y);
  }

  // The polynomial of the last step goes on into this one, as a first guess.
  goOn(a, b, length, last) {
    const { n, z, weight } = this, end = (K - 1) * n;
    for (let j = 0; j < K; j++) {
      weights(1 + length / last.length * tableau.nodes[j], weight);
      z[j] = -last.increments[end + a]; z[K + j] = -last.increments[end + b];
      for (let m = 0; m < K; m++) {
        z[j] += weight[m] * last.increments[m * n + a];
        z[K + j] += weight[m] * last.increments[m * n + b];
      }
    }
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
      if (this.still[i]) continue;
      let defect = left[i];
      for (let j = 0; j < K; j++) defect -= tableau.left[j] * this.slopes[j * this.n + i];
      const size = Math.max(Math.abs(y[i]), Math.abs(y[i] + increments[(K - 1) * this.n + i]));
      const damping = 1 + length * this.losses[i] * tableau.defectWeight / tableau.defectWithin;
      const allowed = Math.min(this.rtol * damping, Math.max(MOST_ERROR, this.rtol)) * (this.floor + size);
      const error = tableau.defectWeight * length * Math.abs(defect) / allowed;
      if (!Number.isFinite(error)) return error;
      if (error > worst) worst = error;
    }
    return worst;
  }
}

// Step lengths recur, so that what was worked out for one can be used again.
const recurring = length => 2 ** (Math.floor(Math.log2(length) * 4) / 4);

/** The output times of an arm: its grid and every edge, each once; where both nearly agree, the edge. */
export function timesOf(arm) {
  const edges = edgesOf(arm);
  const between = arm.grid.filter(time => time <= arm.duration && !edges.some(edge => isSame(edge, time)));
  const sorted = [...edges, ...between].sort((a, b) => a - b);
  return sorted.filter((time, i) => i === 0 || !isSame(sorted[i - 1], time));
}
