# ---- the run
def near(a, b):
    return abs(a - b) <= 1e-9 * max(1.0, abs(a))


def solve(y, p, span, times):
    """States at these times; the equations are stiff, so the method must be implicit."""
    solution = solve_ivp(
        lambda t, y: model(y, p)[0], span, y, method="LSODA", t_eval=times, rtol=1e-10, atol=1e-12
    )
    if not solution.success:
        raise RuntimeError(solution.message)
    return solution.y.T


def settle(y, p):
    """The resting state before treatment, also where a parameter above was changed by hand."""
    before = SimpleNamespace(**vars(p))
    for name in begin_with_treatment:
        setattr(before, name, 0.0)
    return solve(y, before, (0.0, 1e5), [1e5])[-1]


def edges():
    """Every time at which something jumps."""
    times = [t + shift for _, _, over, at in doses for t in at for shift in (0.0, over)]
    times += [t for _, _, start, end in switches for t in (start, end)]
    times += [t for _, _, t in changes]
    merged = [0.0]
    for t in sorted(t for t in times if 0.0 < t < duration):
        if not near(merged[-1], t) and not near(t, duration):
            merged.append(t)
    return merged + [duration]


def settings_at(time):
    """The parameters in force; infusions that overlap add up."""
    now = SimpleNamespace(**vars(p))
    for into, amount, over, at in doses:
        for t in at:
            if over > 0.0 and t < time < t + over:
                setattr(now, into, getattr(now, into) + amount / over)
    for name, value, start, end in switches:
        if start < time < end:
            setattr(now, name, value)
    return now


def run():
    """Rows of time, states, observables and improvement; at a jump the values just after it."""
    jumps = edges()
    names = list(states)
    y = settle(list(states.values()), p)
    before = SimpleNamespace(**{**vars(p), **dict.fromkeys(begin_with_treatment, 0.0)})
    baseline = model(y, before)[1][improves]
    at_rest = y.copy()
    rows = []
    for start, end in zip(jumps, jumps[1:]):
        for name, factor, t in changes:
            if near(t, start):
                i = names.index(name)
                y[i] = min(y[i], at_rest[i]) if factor is None else y[i] * factor
        for into, amount, over, at in doses:
            for t in at:
                if over == 0.0 and near(t, start):
                    y[names.index(into)] += amount
        now = settings_at((start + end) / 2.0)
        inside = sorted({t for t in grid if start < t < end and not near(start, t) and not near(end, t)})
        times = [start, *inside, end]
        values = solve(y, now, (start, end), times)
        y = values[-1].copy()
        for t, states_now in zip(times[:-1], values):
            rows.append((t, states_now, now))
    rows.append((duration, y, now))
    for t, states_now, now in rows:
        observables = model(states_now, now)[1]
        yield [t, *states_now, *observables, improvement(baseline, observables[improves])]


if __name__ == "__main__":
    path = sys.argv[1] if len(sys.argv) > 1 else "trajectory.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["arm", "time [h]", *columns])
        for row in run():
            writer.writerow([arm, *("" if value != value else float(value) for value in row)])
    print(f"written to {path}")
