"""The tallest point of a Lomb periodogram of each 90 s of a strap recording: oracle of breathing_signals.rs.

python -m venv v && v/bin/pip install numpy scipy==1.13.1
v/bin/python validation/indices/strap_peak.py ../shared/data/rr/polar_h10_dhyb_ibi.csv > validation/indices/strap_peak.csv
"""

import sys

import numpy as np
from scipy.signal import lombscargle

rr_ms = np.loadtxt(sys.argv[1], delimiter=",")[:, 1]
end_s = np.cumsum(rr_ms) / 1000
frequency_hz = np.arange(0.05, 0.5, 0.0005)
print("# source: scipy lombscargle, peak between 0.05 and 0.5 Hz of 90 s around each 30 s; see strap_peak.py")
print("start_s,peak_per_minute")
for start_s in np.arange(0, end_s[-1] - 30 + 1e-6, 30):
    low_s = max(start_s + 15 - 45, 0)
    inside = (end_s - rr_ms / 1000 >= low_s) & (end_s <= low_s + 90)
    t, y = end_s[inside], rr_ms[inside]
    y = y - np.polyval(np.polyfit(t, y, 1), t)
    power = lombscargle(t, y, 2 * np.pi * frequency_hz)
    print(f"{start_s:.0f},{60 * frequency_hz[power.argmax()]:.2f}")
