"""R-hat, effective sizes and the Monte Carlo error of made-up chains, by ArviZ.

    python3 -m venv venv && venv/bin/pip install arviz==VERSION numpy
    venv/bin/python validation/person/convergence.py > validation/person/convergence.csv

The version that wrote the file is in its first line. Chains come from a linear congruential generator, so that
the Rust test makes the same ones.
"""

import arviz as az
import numpy as np


def chains(count, length, keep, shift, stretch, seed):
    """AR(1) chains of uniform noise; chain c is moved by c*shift and cubed where stretch is set."""
    out = np.zeros((count, length))
    state = seed
    for c in range(count):
        x = 0.0
        for t in range(length):
            state = (1103515245 * state + 12345) % 2**31
            x = keep * x + state / 2**31 - 0.5
            out[c, t] = (x**3 if stretch else x) + c * shift
    return out


CASES = [
    ("independent", 4, 500, 0.0, 0.0, 0, 1),
    ("slow", 4, 500, 0.9, 0.0, 0, 2),
    ("alternating", 4, 400, -0.5, 0.0, 0, 3),
    ("apart", 4, 500, 0.5, 0.2, 0, 4),
    ("long tails", 4, 501, 0.7, 0.0, 1, 5),
    ("one chain", 1, 300, 0.6, 0.0, 0, 6),
]

print(f"# arviz {az.__version__}, numpy {np.__version__}: venv/bin/python validation/person/convergence.py")
print("case,chains,length,keep,shift,stretch,seed,r_hat,ess_bulk,ess_tail,mcse_mean")
for name, count, length, keep, shift, stretch, seed in CASES:
    x = chains(count, length, keep, shift, stretch, seed)
    values = [
        float(az.rhat(x, method="rank")),
        float(az.ess(x, method="bulk")),
        float(az.ess(x, method="tail")),
        float(az.mcse(x, method="mean")),
    ]
    print(",".join([name, *map(str, (count, length, keep, shift, stretch, seed)), *map(repr, values)]))
