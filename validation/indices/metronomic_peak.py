"""The tallest point above 0.15 Hz of a Lomb periodogram of each whole metronomic recording.

v/bin/python validation/indices/metronomic_peak.py ../shared/data/intervention/physionet_meditation/metron/* > validation/indices/metronomic_peak.csv
(numpy and scipy 1.13.1, as in strap_peak.py)
"""

import os
import sys

import numpy as np
from scipy.signal import lombscargle

frequency_hz = np.arange(0.15, 0.45, 0.0001)
print("# source: scipy lombscargle, tallest point above 0.15 Hz of the whole recording; see metronomic_peak.py")
print("# The protocol says 0.25 Hz, 15 a minute. 15 x 125/128 = 14.65.")
print("record,peak_per_minute")
for path in sys.argv[1:]:
    end_s, rate = np.loadtxt(path).T
    rr_ms = 60000 / rate
    keep = (rr_ms > 300) & (rr_ms < 2000) & (abs(rr_ms - np.median(rr_ms)) < 300)
    t, y = (end_s - rr_ms / 2000)[keep], rr_ms[keep]
    y = y - np.polyval(np.polyfit(t, y, 1), t)
    power = lombscargle(t, y, 2 * np.pi * frequency_hz)
    print(f"{os.path.basename(path)},{60 * frequency_hz[power.argmax()]:.2f}")
