//! What only a file can be asked: odd names, who may read it, whether traces are left.

use std::path::{Path, PathBuf};

use vagal_core::Person;
use vagal_store::{Origin, Place, Store, StoreError};

use crate::lines;

/// A folder of one test, removed after it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("vagal-store-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The bytes of a store: the file and what SQLite keeps beside it.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .flat_map(|end| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            std::fs::read(name).unwrap_or_default()
        })
        .collect()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn names_of_any_characters_are_files() {
    let folder = Folder::new("names");
    let me = Person { id: "me".into(), name: None };
    for name in
        ["a diary.sqlite", "50%.sqlite", "what?.sqlite", "#1&x=y.sqlite", "tagebuch-ä.sqlite"]
    {
        let place = Place::File(folder.path("new/folder").join(name));
        Store::open(&place)
            .unwrap()
            .add(&me, &Origin::typed(), &lines::of_every_kind(), &[])
            .unwrap();
        assert!(folder.path("new/folder").join(name).is_file(), "{name}");
        assert!(!Store::open(&place).unwrap().entries("me").unwrap().is_empty(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    let path = folder.path("inner/diary.sqlite");
    let mut store = Store::open(&Place::File(path.clone())).unwrap();
    let me = Person { id: "me".into(), name: None };
    store.add(&me, &Origin::typed(), &lines::of_every_kind(), &[]).unwrap();
    let mode = |p: &Path| p.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for end in ["-wal", "-shm"] {
        let beside = folder.path(&format!("inner/diary.sqlite{end}"));
        assert!(!beside.exists() || mode(&beside) == 0o600, "{end}");
    }
}

#[test]
fn nothing_of_what_was_deleted_can_be_found_in_the_bytes() {
    let folder = Folder::new("traces");
    let path = folder.path("diary.sqlite");
    let mut store = Store::open(&Place::File(path.clone())).unwrap();
    for id in ["ann", "ben"] {
        let person = Person { id: id.into(), name: Some(format!("full name of {id}")) };
        let mut all = lines::of_every_kind();
        all.extend(lines::many(500, &format!("practitioner of {id}")));
        store.add(&person, &Origin::typed(), &all, &[]).unwrap();
    }
    assert!(holds(&bytes(&path), "practitioner of ann"), "the test looks in the wrong place");
    assert!(store.delete(Some("ann")).unwrap() > 500);
    let left = bytes(&path);
    assert!(!holds(&left, "of ann"));
    assert!(holds(&left, "practitioner of ben") && holds(&left, "full name of ben"));
    store.delete(None).unwrap();
    assert!(!holds(&bytes(&path), "of ben"));
    drop(store);
    assert!(!holds(&bytes(&path), "of ben"));
}

#[test]
fn an_entry_that_was_taken_out_leaves_no_words() {
    let folder = Folder::new("entry-traces");
    let path = folder.path("diary.sqlite");
    let me = Person { id: "me".into(), name: None };
    let id = {
        let mut store = Store::open(&Place::File(path.clone())).unwrap();
        let line = &lines::many(1, "somebody's full name")[0];
        store.add(&me, &Origin::typed(), std::slice::from_ref(line), &[]).unwrap()[0].0.clone()
    };
    let mut store = Store::open(&Place::File(path.clone())).unwrap();
    store.remove(&id).unwrap();
    drop(store);
    assert!(!holds(&bytes(&path), "somebody's full name"));
}

#[test]
fn what_is_no_store_is_not_opened() {
    let folder = Folder::new("no-store");
    let text = folder.path("notes.txt");
    std::fs::write(&text, "tension 6, neck 7\n".repeat(300)).unwrap();
    for path in [text.clone(), folder.path("")] {
        let error = Store::open(&Place::File(path)).unwrap_err();
        assert!(matches!(error, StoreError::Open { .. }), "{error:?}");
        assert!(!error.hint().is_empty());
    }
    let untouched = "tension 6, neck 7\n".repeat(300);
    assert_eq!(std::fs::read_to_string(&text).unwrap(), untouched);
    let nowhere = Place::Server("postgres://nobody:word@127.0.0.1:1/none".into());
    let error = Store::open(&nowhere).unwrap_err();
    assert!(!error.to_string().contains("word"), "{error}");
}
