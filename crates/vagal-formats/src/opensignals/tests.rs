//! Hand-made OpenSignals files: units, columns, lost samples, refusals.

use vagal_core::{ChannelKind, ClockTime, Entry, Recording, Station};

use crate::{NoCompanions, ReadError, ReadOptions};

fn bitalino(rows: &str) -> String {
    format!(
        "# OpenSignals Text File Format\n# {{\"20:16\": {{\"sensor\": [\"ECGBIT\"], \"column\": \
         [\"nSeq\", \"I1\", \"A2\"], \"time\": \"7:3:47.5\", \"comments\": \"left arm\", \"date\": \
         \"2016-6-11\", \"device\": \"bitalino_rev\", \"sampling rate\": 100, \"label\": [\"A2\"], \
         \"resolution\": [4, 1, 10]}}}}\n# EndOfHeader\n{rows}"
    )
}

fn read(text: &str) -> Result<Entry, ReadError> {
    crate::read(text.as_bytes(), "o.txt", &NoCompanions, &ReadOptions::default())
}

fn recording(entry: &Entry) -> &Recording {
    let Station::Recording(recording) = &entry.station else { panic!("{entry:?}") };
    recording
}

#[test]
fn units_by_the_data_sheet() {
    let entry = read(&bitalino("14\t1\t512\t\n15\t1\t1024\t\n0\t1\t0\t\n")).unwrap();
    let channel = &recording(&entry).channels[0];
    assert_eq!((channel.label.as_str(), channel.kind), ("A2 ECG", ChannelKind::Ecg));
    // Half the range is 0; the ends are 3.3 V / 1100 / 2 = 1.5 mV away.
    assert_eq!(channel.samples, [0.0, 1.5, -1.5]);
    assert_eq!((channel.unit.as_str(), channel.sampling_hz), ("mV", 100.0));
    let second_of_day = 7.0 * 3600.0 + 3.0 * 60.0 + 47.5;
    let start = ClockTime::Civil { date: Some((2016, 6, 11)), second_of_day };
    assert_eq!((entry.start, entry.device.as_deref()), (Some(start), Some("bitalino_rev")));
    assert_eq!(entry.notes.len(), 1, "{:?}", entry.notes);
    assert_eq!(entry.notes[0].text, "the file says: left arm");
}

#[test]
fn lost_samples_and_broken_lines_become_missing_samples() {
    let rows = "13\t1\t512\t\n14\t1\t512\t\n1\t1\t512\t\n2\t1\tx\t\n3\t1\t512\t\n4\t1\t51";
    let entry = read(&bitalino(rows)).unwrap();
    let missing: Vec<bool> =
        recording(&entry).channels[0].samples.iter().map(|v| v.is_nan()).collect();
    // 15 and 0 are lost, the number of 2 is broken, the line of 4 is cut.
    assert_eq!(missing, [false, false, true, true, false, true, false]);
    for text in ["skips 1 time; 2 missing samples", "1 line without", "last line is cut"] {
        assert!(entry.notes.iter().any(|n| n.text.contains(text)), "{text}: {:?}", entry.notes);
    }
}

#[test]
fn a_skip_past_belief_parts_the_stretches_and_no_more() {
    let text = bitalino("1\t1\t512\t\n2\t1\t512\t\n900000\t1\t512\t\n");
    let entry = read(&text.replace("[4, 1, 10]", "[10]")).unwrap();
    let samples = &recording(&entry).channels[0].samples;
    assert_eq!((samples.len(), samples[2].is_nan()), (4, true));
}

#[test]
fn an_older_header_lists_no_columns() {
    let text = "# OpenSignals Text File Format\n# {\"00:07\": {\"sensor\": [\"ECG\", \"RESP\"], \
                \"label\": [\"CH1\", \"CH2\"], \"device\": \"biosignalsplux\", \"sampling rate\": \
                1000, \"resolution\": 12}}\n# EndOfHeader\n0\t0\t2048\t7\t\n1\t0\t4096\t8\t\n";
    let entry = read(text).unwrap();
    let channels = &recording(&entry).channels;
    // 3 V / 1019 / 2
    assert_eq!(channels[0].samples, [0.0, (1500.0 / 1019.0) as f32]);
    assert_eq!(channels[1].kind, ChannelKind::Respiration);
    assert_eq!((channels[1].samples.as_slice(), channels[1].unit.as_str()), (&[7.0, 8.0][..], ""));
}

#[test]
fn what_cannot_be_read_is_refused_with_the_reason() {
    let two = bitalino("0\t1\t512\t\n").replace("\"20:16\":", "\"20:15\": {}, \"20:16\":");
    assert!(matches!(read(&two), Err(ReadError::Unsupported { .. })));
    let no_rate = bitalino("0\t1\t512\t\n").replace("\"sampling rate\": 100", "\"x\": 1");
    assert!(read(&no_rate).unwrap_err().to_string().contains("sampling rate"));
    assert!(read(&bitalino("")).unwrap_err().to_string().contains("no sample"));
    let broken = bitalino("0\t1\t512\t\n").replace("}}", "}");
    assert!(read(&broken).unwrap_err().to_string().contains("line 2"));
}
