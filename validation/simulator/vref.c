/* VREF, noise-free and on the grid of 5 ms, written from the equations alone: a second program to hold the first against.
 *
 *     cc -O1 -o vref vref.c -lm && for k in 0 1 2 3 4 5 6 7 8; do ./vref $k; done > beats.csv
 *
 * Every 25th beat as: case, beat, time s, RR ms, systolic, diastolic, mean mmHg. The cases are those of
 * crates/vagal-sim/tests/independent.rs.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SECONDS 900
static double taup = 2.076, tauz = 6.37, Pn = 92, flo = 2.52, fhi = 47.78, ka = 11.758;
static double fesinf = 2.10, fes0 = 16.11, kes = 0.0675, fesmin = 2.66;
static double fev0 = 3.2, fevinf = 6.3, kev = 7.06, fcs0 = 25;
static double GTs = -0.13, DTs = 2, tTs = 2, GTv = 0.09, DTv = 0.2, tTv = 1.5, GRsp = 0.695, GRep = 0.53, DR = 2, tR = 6;
static double T0 = 0.58, Rsp0 = 2.49, Rep0 = 0.78, Aresp = 3, toff = 0.22, tfill = 0.25, C = 1.35, SV0 = 73, Pv = 5;
static double RR0 = 0.85, Tej = 0.30, kE = 0.10, kg = 1, krs = 1, Vs = 0.5, tad = 5, tE = 8;
static double uv[SECONDS], ush[SECONDS], usp[SECONDS], gk[SECONDS], neck[SECONDS];

static double sg(double x) { return 1 / (1 + exp(-x)); }
static double effect(double f) { return f >= fesmin ? log(f - fesmin + 1) : 0; }

static void massage(double p, double v, double load) {
    double x = 0, z = 0, s = 0;
    double c = exp(-pow(log10(v / 3) / 0.55, 2) / 2), pain = sg((p - 0.8) / 0.05);
    double deep = sg((p - 0.35) / 0.05) * (1 - pain), light = sg((0.32 - p) / 0.04) * sg((p - 0.02) / 0.01);
    double rate = 1 / (1 + pow(v / 12, 4)), good = deep * (0.5 + 0.5 * c) * rate;
    double bad = pain + 0.35 * light * (1 - 0.5 * c) + 0.3 * (1 - rate) * (p > 0.02);
    for (int i = 0; i < SECONDS; i++) {
        int on = i >= 200 && i < 500;
        x += ((on ? good * (0.6 + 0.4 * exp(-(i - 200) / 1800.0)) : 0) - x) / 60;
        z += ((on ? bad : 0) - z) / 60;
        s += on ? (good - s) / 1200 : -s / (3600 * (1 - 0.6 * load));
        uv[i] = 0.55 * x + 0.45 * s - 0.35 * z - 0.5 * load;
        ush[i] = usp[i] = -0.45 * x - 0.35 * s + 0.8 * z + load;
        gk[i] = 0.20 * x + 0.12 * s - 0.30 * z - 0.15 * load;
    }
}

int main(int argc, char **argv) {
    int kase = argc > 1 ? atoi(argv[1]) : 0;
    double dt = 0.005, rate = 15, inhale = 0.4, VT = -1;
    if (kase == 1) for (int i = 100; i < 400; i++) { uv[i] = 0.9; ush[i] = usp[i] = -0.7; }
    if (kase == 2) for (int i = 0; i < SECONDS; i++) gk[i] = 0.3;
    if (kase == 3) for (int i = 50; i < 300; i++) { ush[i] = 3; usp[i] = 1; }
    if (kase == 4) massage(0.5, 3, 0);
    if (kase == 5) GTv = 0;
    if (kase == 6) { rate = 3; inhale = 0.5; VT = 0.8; }
    if (kase == 7) { T0 = 0.7; DTv = 0.33; SV0 = 80; tad = 4; C = 1.5; }
    if (kase == 8) massage(0.2, 30, 0.6);
    if (VT < 0) VT = 0.15 + 5.25 / rate;

    double P = 90, Pt = 90, dP = 0, dTs = -0.144, dTv = 0.4275, xs = 1.11, xR = 1.11, va = 0, breath = 0, phi = 0;
    double neck_before = 0, last = -1, SV = SV0, since = -dt, high = -1e9, low = 1e9, sum = 0;
    long nTs = lround(DTs / dt), nTv = lround(DTv / dt), nR = lround(DR / dt), count = 0, beat = 0;
    double *to_sinus = malloc(8 * nTs), *vagal = malloc(8 * nTv), *to_vessels = malloc(8 * nR);
    for (long i = 0; i < nTs; i++) to_sinus[i] = 4.7;
    for (long i = 0; i < nTv; i++) vagal[i] = 4.75;
    for (long i = 0; i < nR; i++) to_vessels[i] = 4.7;

    for (long i = 0; i < lround(SECONDS / dt); i++) {
        double t = i * dt;
        int k = (int)(t + 1e-9);
        breath += rate / 60 * dt;
        if (breath >= 1) breath -= 1;
        double V = breath < inhale ? VT / 2 * (1 - cos(M_PI * breath / inhale))
                                   : VT / 2 * (1 + cos(M_PI * (breath - inhale) / (1 - inhale)));
        va += dt * (V - VT / 2 - va) / tad;
        double g = Vs * tanh((V - VT / 2 - va) / Vs);
        double slope = dP + 0.5 * (neck[k] - neck_before) / dt;
        neck_before = neck[k];
        Pt += dt * (P + 0.5 * neck[k] + tauz * slope - Pt) / taup;
        double e = exp((Pt - Pn) / ka), fcs = (flo + fhi * e) / (1 + e);
        double fes = fesinf + (fes0 - fesinf) * exp(-kes * fcs);
        double E = exp((fcs - fcs0) / kev), fev = (fev0 + fevinf * E) / (1 + E);
        double fv = fmax(0, (fev + uv[k]) * (1 - exp(gk[k]) * kg * g));
        double fsh = fmax(0, fes - krs * g + ush[k]), fsp = fmax(0, fes - krs * g + usp[k]);
        double s_then = effect(to_sinus[i % nTs]), v_then = vagal[i % nTv], r_then = effect(to_vessels[i % nR]);
        to_sinus[i % nTs] = fsh;
        vagal[i % nTv] = fv;
        to_vessels[i % nR] = fsp;
        dTs += dt * (GTs * s_then - dTs) / tTs;
        dTv += dt * (GTv * v_then - dTv) / tTv;
        xR += dt * (r_then - xR) / tR;
        xs += dt * (s_then - xs) / tE;
        double Ra = Rsp0 + GRsp * xR, Rb = Rep0 + GRep * xR, R = Ra * Rb / (Ra + Rb);
        phi += dt / fmax(0.28, T0 + dTs + dTv);
        since += dt;
        if (phi >= 1) {
            phi -= 1;
            double rr = last < 0 ? RR0 : t - last;
            double fill = (1 - exp(-(rr - toff) / tfill)) / (1 - exp(-(RR0 - toff) / tfill));
            SV = fmax(10, SV0 * fill * (1 + kE * (xs - 1.11) - C * Aresp / SV0 * g / 0.25));
            if (beat > 0 && beat % 25 == 0)
                printf("%d,%ld,%.3f,%.0f,%.6f,%.6f,%.6f\n", kase, beat, t, 1000 * (t - last), high, low, sum / count);
            since = 0, last = t, high = -1e9, low = 1e9, sum = 0, count = 0, beat++;
        }
        double q = since < Tej ? SV * M_PI / (2 * Tej) * sin(M_PI * since / Tej) : 0;
        dP = (q - (P - Pv) / R) / C;
        P += dt * dP;
        high = fmax(high, P), low = fmin(low, P), sum += P, count++;
    }
    return 0;
}
