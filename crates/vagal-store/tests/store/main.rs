//! The store on SQLite and on PostgreSQL: the same cases on both.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "tests")]

mod archive;
mod cases;
mod lines;
mod server;
mod sqlite;

use vagal_store::Place;

/// Gives a case a new and empty store.
pub(crate) type Fresh<'a> = &'a mut dyn FnMut() -> Place;

/// What is held, and the case that holds it.
type Case = (&'static str, fn(Fresh<'_>));

/// What has to hold wherever the data lie.
const CASES: &[Case] = &[
    ("every line comes back as it went in", cases::every_line_comes_back),
    ("the same twice is there once", cases::the_same_twice_is_there_once),
    ("another value for the same measurement is kept out and told", cases::another_value_is_told),
    ("what was removed stays out of imports", cases::removed_stays_out),
    ("an edited line keeps its id", cases::an_edited_line_keeps_its_id),
    ("an id may be shortened while it is the only one", cases::ids_may_be_shortened),
    ("RMSSD and SDNN stay apart", cases::rmssd_and_sdnn_stay_apart),
    ("all or nothing", cases::all_or_nothing),
    ("people are entered, named and unknown", cases::people),
    ("recordings are kept", cases::recordings),
    ("of posteriors one a day is kept, and the draws of the newest", cases::posteriors),
    ("experiments keep their text, their looks and their end", cases::experiments),
    ("writers wait for each other", cases::writers_wait_for_each_other),
    ("an archive makes the same store again", archive::makes_the_same_store_again),
    ("an archive that cannot be is refused whole", archive::refused_whole),
    ("deleted is gone", archive::deleted_is_gone),
    ("a store of a later version is left alone", cases::a_later_version_is_left_alone),
];

fn all_cases(fresh: Fresh<'_>) {
    for (name, case) in CASES {
        println!("{name}");
        case(fresh);
    }
}

#[test]
fn on_sqlite() {
    let folder = sqlite::Folder::new("cases");
    let mut count = 0;
    all_cases(&mut || {
        count += 1;
        Place::File(folder.path(&format!("{count}.sqlite")))
    });
}

#[test]
fn on_postgresql() {
    let Some(server) = server::Server::start() else { return };
    let mut count = 0;
    all_cases(&mut || {
        count += 1;
        server.database(&format!("case{count}"))
    });
}
