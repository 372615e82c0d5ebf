"""Runs printed equations elsewhere and holds every state and observable against our own trajectory.

python compare.py PROGRAM FOLDER. Fails where any value differs by more than a millionth of the largest of its column.
"""

import csv
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

AGREEMENT = 1e-6
RTOL, ATOL = 1e-10, 1e-12
HERE = Path(__file__).parent

CASES = [  # scenario, number of the arm, what it covers
    ("six-infusions", 1, "infusions at listed times"),
    ("ketamine-vs-ssri", 2, "56 tablets by a rule"),
    ("anaesthetic-bolus", 1, "a bolus"),
    ("ampa-blocked", 3, "a switch that begins after the dose"),
    ("surgery-opioid-sparing", 1, "bolus, day-long infusion, switches"),
    ("rival-hypotheses", 2, "presets of a rival story"),
    ("fluoxetine-withdrawal", 1, "a metabolite, tablets that stop"),
    (str(HERE / "awkward.toml"), 1, "weight, overlap, lag, scaled switch, awkward names"),
    (str(HERE / "struck.toml"), 1, "states changed at once, also at the moment of a dose"),
]
FORMATS = {
    "text": "txt", "latex": "tex", "markdown": "md", "html": "html", "sbml": "xml", "antimony": "ant",
    "javascript": "mjs", "python": "py", "r": "R",
}


def command(*words, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def table(text):
    """Times, columns by name, and the arm of each row."""
    header, *rows = csv.reader(text.splitlines())
    values = np.array([[float(field) if field else np.nan for field in row[1:]] for row in rows])
    return header, values, [row[0] for row in rows]


def held_against(ours, theirs, where):
    """The largest difference, relative to the largest value of the column."""
    if ours.shape != theirs.shape:
        raise RuntimeError(f"{where}: {theirs.shape} values instead of {ours.shape}")
    if (np.isnan(ours) != np.isnan(theirs)).any():
        raise RuntimeError(f"{where}: a value is missing on one side only")
    size = np.nanmax(np.abs(ours), axis=0, initial=0.0)
    worst = np.nanmax(np.abs(ours - theirs), axis=0, initial=0.0) / np.where(size > 0, size, 1.0)
    return float(worst.max())


class Case:
    def __init__(self, program, folder, scenario, number, covers):
        self.name = f"{Path(scenario).stem}/{number}"
        self.covers = covers
        self.folder = folder / f"{Path(scenario).stem}-{number}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.header, values, arms = table(command(program, "run", scenario, "--out", "-", "--rtol", "1e-11"))
        names = list(dict.fromkeys(arms))
        self.arm = names[number - 1]
        self.ours = values[[arm == self.arm for arm in arms]]
        for form, ending in FORMATS.items():
            text = command(program, "equations", scenario, "--arm", number, "--format", form)
            self.file(ending).write_text(text, encoding="utf-8")

    def file(self, ending):
        return self.folder / f"model.{ending}"

    def script(self, name, *words):
        output = self.folder / f"{name}.csv"
        command(*words, output)
        header, values, arms = table(output.read_text(encoding="utf-8"))
        if header != self.header or set(arms) != {self.arm}:
            raise RuntimeError(f"{self.name}, {name}: other columns or another arm")
        # A run of several arms is written at the jumps of all of them.
        times = self.ours[:, 0]
        near = [np.flatnonzero(np.abs(times - time) <= 1e-9 * max(1.0, time)) for time in values[:, 0]]
        if any(len(places) != 1 for places in near):
            raise RuntimeError(f"{self.name}, {name}: a time that we do not have")
        return held_against(self.ours[[places[0] for places in near], 1:], values[:, 1:], f"{self.name}, {name}")

    def keys(self):
        """Columns that SBML has: all but improvement, which is a reading."""
        return [title.split(" [")[0] for title in self.header[2:-1]]

    def roadrunner(self, source):
        import roadrunner

        model = roadrunner.RoadRunner(source)
        # A single number would be rescaled by each state at every event, so each state gets its own.
        text = source if source.startswith("<") else Path(source).read_text(encoding="utf-8")
        states = text.count("<rateRule ")
        model.integrator.relative_tolerance = RTOL
        model.integrator.absolute_tolerance = [ATOL] * states
        model.integrator.maximum_num_steps = 1_000_000
        model.timeCourseSelections = self.keys()
        values = np.array(model.simulate(times=list(self.ours[:, 0])))
        return held_against(self.ours[:, 1:-1], values, f"{self.name}, libRoadRunner")

    def copasi(self):
        import basico

        model = basico.load_model(str(self.file("xml")))
        values = basico.run_time_course(
            values=list(self.ours[:, 0]), use_numbers=True, r_tol=RTOL, a_tol=ATOL, max_steps=1_000_000,
            use_initial_values=True, update_model=False, use_sbml_id=True, model=model,
        )
        basico.remove_datamodel(model)
        return held_against(self.ours[:, 1:-1], values[self.keys()].to_numpy(), f"{self.name}, COPASI")

    def libsbml(self):
        import libsbml

        document = libsbml.readSBMLFromFile(str(self.file("xml")))
        document.checkConsistency()
        issues = [document.getError(i) for i in range(document.getNumErrors())]
        if issues:
            raise RuntimeError(f"{self.name}: " + "\n".join(issue.getMessage() for issue in issues))

    def antimony(self):
        import antimony

        antimony.clearPreviousLoads()
        if antimony.loadAntimonyFile(str(self.file("ant"))) < 0:
            raise RuntimeError(f"{self.name}: {antimony.getLastError()}")
        return self.roadrunner(antimony.getSBMLString("printed"))

    def latex(self):
        command("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "model.tex", cwd=self.folder)

    def html(self):
        # A page that is well-formed apart from its doctype and its empty elements has every text escaped.
        import re
        from xml.etree import ElementTree

        text = self.file("html").read_text(encoding="utf-8")
        text = re.sub(r"<meta ([^>]*)>", r"<meta \1/>", text.replace("<!DOCTYPE html>", ""))
        ElementTree.fromstring(text)


def outside(case):
    """What runs in programs of its own, at the same time as others."""
    case.latex()
    case.html()
    return {
        "SciPy": case.script("SciPy", sys.executable, case.file("py")),
        "deSolve": case.script("deSolve", "Rscript", case.file("R")),
        "Node": case.script("Node", "node", case.file("mjs")),
    }


def inside(case):
    """What runs in this program, one after the other."""
    case.libsbml()
    return {
        "libRoadRunner": case.roadrunner(str(case.file("xml"))),
        "Antimony": case.antimony(),
        "COPASI": case.copasi(),
    }


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    cases = [Case(program, folder, *case) for case in CASES]
    failed = False
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(outside, case) for case in cases]
        for case, future in zip(cases, running):
            found = inside(case) | future.result()
            failed |= not max(found.values()) <= AGREEMENT
            numbers = ", ".join(f"{name} {value:.0e}" for name, value in found.items())
            print(f"{case.name} ({case.covers}): {numbers}", flush=True)
    if failed:
        sys.exit(f"differences above {AGREEMENT:g}")
    print(f"{len(cases)} cases agree to {AGREEMENT:g}; SBML without an issue, Antimony loads, LaTeX compiles")


main()
