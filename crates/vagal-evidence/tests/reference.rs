//! The data against the reference folder: everything carried over, nothing copied.

mod common;

use common::{shared, words};
use std::collections::{BTreeMap, BTreeSet};
use vagal_core::Level;
use vagal_evidence::{
    ClaimStatus, Findings, LEDGER, Status, cautions, claim, claims, inputs, interference,
    recording_predicates, red_flags, source, sources,
};

const KEYS: [(&str, &str); 70] = [
    ("DF2009", "diego-field-2009"),
    ("DIEGO2004", "diego-2004"),
    ("FIELD2010", "field-2010"),
    ("FIELD2014", "field-2014"),
    ("FIELD2016", "field-2016"),
    ("LISTING2010", "listing-2010"),
    ("MOYER2011", "moyer-2011"),
    ("MOYER2004", "moyer-2004"),
    ("MEIER2020", "meier-2020"),
    ("PASCHOAL2016", "paschoal-2016"),
    ("THAI2015", "sripongngam-2015"),
    ("FAZELI2020", "fazeli-2020"),
    ("LOKEN2009", "loken-2009"),
    ("TRISCOLI2017", "triscoli-2017"),
    ("LABORDE2022", "laborde-2022"),
    ("SHAO2024", "shao-2024"),
    ("LEHRER2014", "lehrer-gevirtz-2014"),
    ("BROWN2021", "brown-2021"),
    ("FACE2006", "kinoshita-2006"),
    ("FACE1997", "hayashi-1997"),
    ("FACE1988", "face-immersion-1988"),
    ("SHATTOCK2012", "shattock-tipton-2012"),
    ("BILLMAN2013", "billman-2013"),
    ("GOLDSTEIN2011", "goldstein-2011"),
    ("REYES2013", "reyes-del-paso-2013"),
    ("HEATHERS2014", "heathers-2014"),
    ("TF1996", "task-force-1996"),
    ("QUIGLEY2024", "quigley-2024"),
    ("LABORDE2017", "laborde-2017"),
    ("QUINTANA2014", "quintana-heathers-2014"),
    ("MUNOZ2015", "munoz-2015"),
    ("SHAFFER2020", "shaffer-2020"),
    ("GT2007", "grossman-taylor-2007"),
    ("PLEWS2014", "plews-2014"),
    ("PLEWS2013", "plews-2013"),
    ("BUCHHEIT2014", "buchheit-2014"),
    ("LIAO2016", "liao-2016"),
    ("XIONG2015", "xiong-2015"),
    ("BP2024", "massage-blood-pressure-2024"),
    ("CRAWFORD2016", "crawford-2016"),
    ("MAK2024", "mak-2024"),
    ("SHERMAN2014", "sherman-2014"),
    ("CHERKIN2011", "cherkin-2011"),
    ("RAPAPORT2010", "rapaport-2010"),
    ("RAPAPORT2012", "rapaport-2012"),
    ("DAVIS2020", "davis-2020"),
    ("GUO2017", "guo-2017"),
    ("ARROYO2008", "arroyo-morales-2008"),
    ("BAKRIS2007", "bakris-2007"),
    ("GOERTZ2016", "goertz-2016"),
    ("SM2024", "manipulation-autonomic-2024"),
    ("PICCH2019", "picchiottino-2019"),
    ("ARAUJO2019", "araujo-2019"),
    ("BAKKEN2021", "bakken-2021"),
    ("WIN2015", "win-2015"),
    ("HARPER2023", "harper-2023"),
    ("CORSO2020", "corso-2020"),
    ("JENKINS2018", "jenkins-2018"),
    ("ACACW", "choosing-wisely-aca-2021"),
    ("ACR2019", "mcdonald-2019"),
    ("ROCHESTER1994", "rochester-1994"),
    ("ATLAS2009", "atlas-asymmetry-2009"),
    ("OWENS1988", "owens-1988"),
    ("SCHNEIDER2020", "schneider-schwerdtfeger-2020"),
    ("GE2020", "ge-2020"),
    ("ZHANG2025", "zhang-2025"),
    ("WILLIAMS2019", "williams-2019"),
    ("KIM2018", "kim-2018"),
    ("VAESSEN2021", "vaessen-2021"),
    ("ERNST2003", "ernst-2003"),
];

/// So many words in a row are copying, not chance: "moderate pressure massage" is a term, six words
/// are a sentence.
const COPIED_WORDS: usize = 6;

/// The rows of a tab-separated file by the names in its first line.
fn table(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines();
    let header: Vec<_> = lines.next().expect("a header").split('\t').collect();
    lines.map(|line| header.iter().copied().zip(line.split('\t')).collect()).collect()
}

#[test]
fn every_source_is_there_with_its_status_and_doi() {
    let Some(text) = shared("evidence/sources.tsv") else { return };
    let rows = table(&text);
    assert_eq!(rows.len(), KEYS.len());
    for row in rows {
        let (_, key) = KEYS.iter().find(|(old, _)| *old == row["key"]).expect(row["key"]);
        let source = source(key).unwrap_or_else(|| panic!("{key} is missing"));
        let status = match row["status"] {
            "V" => Status::Verified,
            "P" => Status::PartlyVerified,
            "VS" => Status::SecondHand,
            "R" => Status::Recalled,
            other => panic!("{key}: status {other}"),
        };
        assert_eq!(source.status, status, "{key}");
        let doi = row["citation"]
            .split_once("doi:")
            .map(|(_, rest)| rest.split_whitespace().next().unwrap_or_default().to_owned());
        assert_eq!(source.doi, doi, "{key}");
    }
}

#[test]
fn every_claim_is_there_with_its_grade_kind_and_sources() {
    let Some(text) = shared("evidence/claims.tsv") else { return };
    let rows = table(&text);
    assert_eq!(rows.len(), claims().len());
    for row in rows {
        let claim = claim(row["id"]).unwrap_or_else(|| panic!("{} is missing", row["id"]));
        assert_eq!(claim.grade.words(), row["proposed_grade"], "{}", claim.id);
        assert_eq!(claim.kind.id().replace('_', " "), row["type"], "{}", claim.id);
        for (column, ours) in [
            ("evidence_for", &claim.evidence_for),
            ("evidence_against_or_qualifying", &claim.evidence_against),
        ] {
            let ours = keys(ours);
            for cited in cited(row[column]) {
                assert!(ours.contains(cited), "{}: {column} lacks {cited}", claim.id);
            }
        }
        let status = match row["source_status"] {
            "verified" => ClaimStatus::Verified,
            "no source applies" => ClaimStatus::NoSource,
            mixed if mixed.contains("=P") => ClaimStatus::PartlyVerified,
            mixed if mixed.contains("=VS") => ClaimStatus::SecondHand,
            other => panic!("{}: status {other}", claim.id),
        };
        // DIFFERENCE: C09 and C59 have no source; the note beside them says they are recalled.
        let recalled = matches!(claim.id.as_str(), "C09" | "C59");
        assert_eq!(
            claim.status,
            if recalled { ClaimStatus::Recalled } else { status },
            "{}",
            claim.id
        );
    }
}

fn keys(findings: &Findings) -> BTreeSet<&str> {
    findings.list().iter().map(|e| e.source.as_str()).collect()
}

/// The keys in `[DF2009:V] … || [MEIER2020:V] …`, as ours.
fn cited(cell: &str) -> impl Iterator<Item = &'static str> {
    cell.split('[').filter_map(|part| {
        let (old, _) = part.split_once(':')?;
        KEYS.iter().find(|(key, _)| *key == old).map(|(_, ours)| *ours)
    })
}

/// Every text of the data that we wrote: all but citations, which are names of papers.
fn our_texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for s in sources() {
        texts.push((s.key.clone(), s.finding.clone()));
    }
    for c in claims() {
        let own = [&c.paraphrase, &c.why, &c.test_on_yourself, &c.feature];
        let found = c.evidence().map(|e| &e.found);
        texts.extend(own.into_iter().chain(found).map(|text| (c.id.clone(), text.clone())));
    }
    for i in inputs() {
        let own = [&i.description].into_iter().chain(&i.breathing_note);
        let own = own.chain(&i.consent).chain(&i.limits);
        let found = i.evidence.list().iter().map(|e| &e.found);
        texts.extend(own.chain(found).map(|text| (i.id.clone(), text.clone())));
    }
    for f in red_flags() {
        let asked = f.questions.iter().map(|q| &q.ask);
        let own = [&f.name].into_iter().chain(&f.action).chain(asked);
        let found = f.basis.list().iter().map(|e| &e.found);
        texts.extend(own.chain(found).map(|text| (f.id.clone(), text.clone())));
    }
    for c in cautions() {
        let found = c.basis.list().iter().map(|e| &e.found);
        let own = [&c.name, &c.ask, &c.action].into_iter().chain(found);
        texts.extend(own.map(|text| (c.id.clone(), text.clone())));
    }
    for p in recording_predicates() {
        // Not `text`: the words said to a person are prescribed.
        let found = p.basis.list().iter().map(|e| &e.found);
        let own = [&p.name, &p.predicate].into_iter().chain(&p.pulse_text).chain(found);
        texts.extend(own.map(|text| (p.id.clone(), text.clone())));
    }
    for k in interference() {
        let found = k.evidence.list().iter().map(|e| &e.found);
        let own = [&k.description, &k.ask].into_iter().chain(&k.support).chain(found);
        texts.extend(own.map(|text| (k.id.clone(), text.clone())));
    }
    texts
}

/// Runs of `n` words of ours that also occur in `theirs`.
fn copied(theirs: &str, n: usize) -> Vec<String> {
    let theirs = words(theirs);
    let runs: BTreeSet<&[String]> = theirs.windows(n).collect();
    let mut found = Vec::new();
    for (item, text) in our_texts() {
        for run in words(&text).windows(n).filter(|run| runs.contains(run)) {
            found.push(format!("{item}: {}", run.join(" ")));
        }
    }
    found
}

#[test]
fn no_sentence_of_the_article_is_in_the_data() {
    let Some(article) = shared("article.txt") else { return };
    let (body, _references) = article.split_once("\nReferences\n").expect("a list of references");
    assert_eq!(copied(body, COPIED_WORDS), [""; 0]);
    // The quotations in the table are the article's words too, some of them shorter than six.
    let Some(text) = shared("evidence/claims.tsv") else { return };
    for row in table(&text) {
        let ours = words(&claim(row["id"]).expect("a claim").paraphrase).join(" ");
        let quote = words(row["quote"]).join(" ");
        assert!(!ours.contains(&quote), "{}: the paraphrase is the quotation", row["id"]);
    }
}

#[test]
fn a_copied_sentence_would_be_found() {
    let sentence = &claim("C14").expect("a claim").paraphrase;
    assert!(!copied(&format!("Before it. {sentence} After it."), COPIED_WORDS).is_empty());
}

#[test]
fn no_sentence_of_the_reference_folder_is_in_the_data() {
    // Figures carry over in their order ("0.19 -0.02 0.39"), so only runs with at least six words
    // that are not numbers count.
    for file in [
        "evidence/sources.tsv",
        "evidence/claims.tsv",
        "evidence/rules.md",
        "evidence/measurement.md",
    ] {
        let Some(text) = shared(file) else { return };
        let runs: Vec<_> = copied(&text, 8)
            .into_iter()
            .filter(|run| {
                run.split(' ').skip(1).filter(|w| !w.bytes().any(|b| b.is_ascii_digit())).count()
                    >= COPIED_WORDS
            })
            .collect();
        assert_eq!(runs, [""; 0], "{file}");
    }
}

#[test]
fn every_warning_is_there_with_its_level_and_star() {
    let Some(text) = shared("evidence/redflags.md") else { return };
    let mut seen = BTreeSet::new();
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [_, first, _, level, ..] = cells[..] else { continue };
        let (id, starred) = match first.split_whitespace().next().unwrap_or_default() {
            id if id.ends_with('*') => (&id[..id.len() - 1], true),
            id => (id, false),
        };
        match id.split_once('-').map(|(prefix, _)| prefix) {
            Some("RF") => {
                let flag = LEDGER.red_flag(id).unwrap_or_else(|| panic!("{id} is missing"));
                assert_eq!(flag.starred, starred, "{id}");
                let asked = flag.questions.iter().map(|q| q.level);
                let ours: BTreeSet<_> = asked.chain(flag.raise.iter().map(|r| r.to)).collect();
                assert_eq!(ours, levels(level), "{id}: {level}");
            }
            Some("CA") => assert!(LEDGER.caution(id).is_some(), "{id} is missing"),
            Some("RC") => {
                let ours = recording_predicates().iter().find(|p| p.id == id);
                assert!(ours.is_some(), "{id} is missing");
            }
            _ => continue,
        }
        seen.insert(id.to_owned());
    }
    assert_eq!(seen.len(), 18 + 11 + 9, "{seen:?}");
}

/// The levels a cell such as `U (E if neuro)` names.
fn levels(cell: &str) -> BTreeSet<Level> {
    let named = cell.split(|c: char| !c.is_alphabetic()).filter_map(|word| match word {
        "E" => Some(Level::Emergency),
        "U" => Some(Level::SameDay),
        "M" => Some(Level::Doctor),
        _ => None,
    });
    named.collect()
}
