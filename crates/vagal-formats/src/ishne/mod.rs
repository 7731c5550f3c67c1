//! ISHNE Holter ECG: a header of 522 bytes, then the leads sample by sample.

mod header;
#[cfg(test)]
mod tests;

use vagal_core::{Channel, ChannelKind, Entry, Note, Recording, Station};

use self::header::{Header, Lead};
use crate::places::plural;
use crate::{FormatDef, Input, ReadError};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "ISHNE Holter ECG",
    extensions: &["ecg"],
    boards_at: "Recording",
    salvages: "files cut short, a wrong number of samples, a wrong checksum of the header",
    refuses: "headers without leads or sampling rate",
    source: "Badilini 1998, The ISHNE Holter Standard Output File Format, A.N.E. 3(3):263-266",
    sniff,
    read,
};

const ID: &str = "ishne";

/// Nanovolts to millivolts.
const MV_PER_NV: f64 = 1e-6;

fn sniff(bytes: &[u8], _name: &str) -> bool {
    header::sniff(bytes)
}

fn damaged(input: &Input<'_>, at: usize, found: String) -> ReadError {
    ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: format!("byte {at}"),
        found,
        hint: Some("export the recording from the Holter program again".into()),
    }
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let header = header::parse(input.bytes).map_err(|(at, found)| damaged(input, at, found))?;
    let data = input.bytes.get(header.data_at..).unwrap_or_default();
    let frame_bytes = 2 * header.leads.len();
    let have = data.len() / frame_bytes;
    if have == 0 {
        return Err(damaged(input, header.data_at, "no sample after the header".into()));
    }
    let mut notes = Vec::new();
    let kept = count(&header, have, data.len() % frame_bytes, &mut notes);
    note_header(&header, input.bytes, &mut notes);
    let mut channels: Vec<Channel> = header
        .leads
        .iter()
        .enumerate()
        .map(|(at, lead)| Channel {
            label: label(at, lead),
            kind: ChannelKind::Ecg,
            sampling_hz: header.sampling_hz,
            unit: lead.resolution_nv.map_or("", |_| "mV").into(),
            samples: Vec::with_capacity(kept),
        })
        .collect();
    for frame in data.chunks_exact(frame_bytes).take(kept) {
        let leads = channels.iter_mut().zip(&header.leads);
        for ((channel, lead), bytes) in leads.zip(frame.chunks_exact(2)) {
            let stored = f64::from(i16::from_le_bytes([bytes[0], bytes[1]]));
            let scale = lead.resolution_nv.map_or(1.0, |nv| nv * MV_PER_NV);
            channel.samples.push((stored * scale) as f32);
        }
    }
    if let Some(wanted) = &input.options.channel {
        let labels: Vec<String> = channels.iter().map(|c| c.label.clone()).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        channels = crate::keep_channel(input, channels, wanted, &labels)?;
    }
    Ok(Entry {
        format: ID,
        station: Station::Recording(Recording { channels }),
        start: header.start,
        marks: Vec::new(),
        device: header.recorder,
        notes,
    })
}

/// Samples of each lead to keep. Some programs state the samples of all leads together.
fn count(header: &Header, have: usize, rest: usize, notes: &mut Vec<Note>) -> usize {
    let stated = header.samples;
    let leads = header.leads.len();
    if rest > 0 {
        let text = format!("{} of a broken sample; left out", plural(rest, "byte"));
        notes.push(Note::salvaged("end of file", text));
    }
    if have.checked_mul(leads) == Some(stated) && leads > 1 {
        notes.push(Note::info(
            "byte 14",
            format!("{stated} samples are those of all {leads} leads together"),
        ));
        have
    } else if have < stated {
        notes.push(Note::salvaged(
            "byte 14",
            format!("cut short: {have} of {stated} samples of each lead are there"),
        ));
        have
    } else {
        if have > stated && stated > 0 {
            let more = plural(have - stated, "sample");
            let text = format!("{more} of each lead after the {stated} stated; left out");
            notes.push(Note::salvaged("byte 14", text));
        }
        if stated == 0 { have } else { stated }
    }
}

fn note_header(header: &Header, bytes: &[u8], notes: &mut Vec<Note>) {
    if header.checksum != header::checksum(&bytes[10..header.data_at]) {
        notes.push(Note::salvaged(
            "byte 8",
            "the checksum of the header does not match: rate, units or start may be wrong",
        ));
    }
    for (at, lead) in header.leads.iter().enumerate() {
        let name = label(at, lead);
        if lead.resolution_nv.is_none() {
            let text = format!("no resolution of {name}: raw numbers, not millivolts");
            notes.push(Note::salvaged("byte 206", text));
        }
        if let Some(quality) = lead.quality {
            notes.push(Note::info("byte 182", format!("the recorder says of {name}: {quality}")));
        }
    }
    if let Some(kind) = header.pacemaker {
        let text = format!("the header states a pacemaker: {kind}");
        notes.push(Note::info("byte 230", text));
    }
}

/// The name of the standard, or a number where it says no more than that there is a lead.
fn label(at: usize, lead: &Lead) -> String {
    lead.name.map_or_else(|| format!("lead {}", at + 1), Into::into)
}
