use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::write::{Step, write};
use super::{Drift, Files, MARKER};

fn files(texts: &[(&str, &str)]) -> Files {
    let mut files = Files::new();
    for (path, text) in texts {
        files.insert(*path, format!("// {MARKER}\n{text}\n"));
    }
    files
}

fn old() -> Files {
    files(&[
        ("src/a.rs", "old a"),
        ("src/b.rs", "b"),
        ("src/x/c.rs", "c"),
    ])
}

fn new() -> Files {
    files(&[("src/a.rs", "new a"), ("src/b.rs", "b"), ("d.rs", "d")])
}

/// The names beside `root` that a run left.
fn leftovers(root: &Path) -> Vec<String> {
    fs::read_dir(root.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("clientforge-"))
        .collect()
}

#[test]
fn written_files_have_no_drift() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("some/crate");
    let written = old().write(&root).unwrap();
    assert_eq!(written.changed, ["src/a.rs", "src/b.rs", "src/x/c.rs"]);
    assert_eq!(old().drift(&root), []);
    let written = new().write(&root).unwrap();
    assert_eq!(written.changed, ["d.rs", "src/a.rs"]);
    assert_eq!(written.removed, ["src/x/c.rs"]);
    assert_eq!(written.unchanged, 1);
    assert_eq!(new().drift(&root), []);
    assert!(!root.join("src/x").exists());
    assert_eq!(leftovers(&root), [""; 0]);
}

#[test]
fn drift_shows_the_first_lines_that_differ() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    old().write(&root).unwrap();
    let drift = new().drift(&root);
    let texts: Vec<String> = drift.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "missing: d.rs",
            "changed: src/a.rs:2\n    - old a\n    + new a",
            "stale:   src/x/c.rs",
        ]
    );
}

#[test]
fn a_lost_line_break_at_the_end_is_drift() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    old().write(&root).unwrap();
    fs::write(root.join("src/b.rs"), format!("// {MARKER}\nb")).unwrap();
    assert!(matches!(
        old().drift(&root).as_slice(),
        [Drift::Changed { line: 2, .. }]
    ));
}

#[test]
fn a_folder_that_is_not_there_misses_every_file() {
    let drift = old().drift(Path::new("/does/not/exist"));
    assert_eq!(drift.len(), 3);
    assert!(drift.iter().all(|d| matches!(d, Drift::Missing { .. })));
}

#[test]
fn nothing_is_touched_when_nothing_changed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    old().write(&root).unwrap();
    let time = || fs::metadata(root.join("src")).unwrap().modified().unwrap();
    let before = time();
    let written = old().write(&root).unwrap();
    assert_eq!((written.changed.len(), written.unchanged), (0, 3));
    assert_eq!(time(), before);
}

#[test]
fn unchanged_files_keep_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    old().write(&root).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    let file = fs::File::options()
        .write(true)
        .open(root.join("src/b.rs"))
        .unwrap();
    file.set_modified(long_ago).unwrap();
    new().write(&root).unwrap();
    let after = fs::metadata(root.join("src/b.rs"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(after, long_ago);
}

#[test]
fn what_was_not_generated_stays() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    old().write(&root).unwrap();
    fs::create_dir_all(root.join("target/debug")).unwrap();
    fs::create_dir_all(root.join("empty")).unwrap();
    fs::write(root.join("target/debug/out"), "built").unwrap();
    fs::write(root.join("target/generated.rs"), format!("// {MARKER}")).unwrap();
    fs::write(root.join("Cargo.lock"), "locked").unwrap();
    fs::write(root.join("src/x/mine.rs"), "mine").unwrap();
    new().write(&root).unwrap();
    let text = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(text("target/debug/out"), "built");
    assert_eq!(text("target/generated.rs"), format!("// {MARKER}"));
    assert_eq!(text("Cargo.lock"), "locked");
    assert_eq!(text("src/x/mine.rs"), "mine");
    assert!(root.join("empty").is_dir());
    assert!(!root.join("src/x/c.rs").exists());
}

#[test]
fn a_folder_with_nothing_of_ours_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    fs::create_dir(&root).unwrap();
    new().write(&root).unwrap();
    fs::remove_dir_all(&root).unwrap();
    fs::create_dir(&root).unwrap();
    fs::write(root.join("thesis.txt"), "years of work").unwrap();
    let error = new().write(&root).unwrap_err();
    assert!(
        error.to_string().contains("none of them was generated"),
        "{error}"
    );
    assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    for path in ["../a.rs", "/a.rs", "a/../../b.rs", "", "./a.rs"] {
        let error = files(&[(path, "")]).write(&root).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput, "{path}");
    }
    assert!(!root.exists());
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("a.rs"), format!("// {MARKER}\nold a\n")).unwrap();
    files(&[("lib.rs", "")]).write(&root).unwrap();
    std::os::unix::fs::symlink(&outside, root.join("link")).unwrap();
    std::os::unix::fs::symlink(&outside, root.join("src")).unwrap();
    let error = old().write(&root).unwrap_err().to_string();
    assert!(
        error.contains("src` stands where generated files belong"),
        "{error}"
    );
    assert_eq!(leftovers(&root), [""; 0]);
    fs::remove_file(root.join("src")).unwrap();
    old().write(&root).unwrap();
    assert!(root.join("link").is_symlink());
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
}

#[test]
fn killed_anywhere_it_leaves_the_old_or_the_new_crate() {
    for step in [
        Step::Recovered,
        Step::FileStaged,
        Step::Staged,
        Step::Exchanged,
    ] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("crate");
        old().write(&root).unwrap();
        fs::write(root.join("Cargo.lock"), "locked").unwrap();
        // A panic runs none of the clean-up, just as a kill does not.
        let run = catch_unwind(AssertUnwindSafe(|| {
            write(&new(), &root, &|passed| assert_ne!(passed, step, "killed"))
        }));
        assert!(run.is_err(), "{step:?} was passed");
        let expected = if step == Step::Exchanged {
            new()
        } else {
            old()
        };
        assert_eq!(expected.drift(&root), [], "{step:?}");
        assert_eq!(
            fs::read_to_string(root.join("Cargo.lock")).unwrap(),
            "locked"
        );
        new().write(&root).unwrap();
        assert_eq!(new().drift(&root), []);
        assert_eq!(leftovers(&root), [""; 0], "{step:?}");
    }
}

#[test]
fn an_old_tree_that_was_moved_aside_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("crate");
    old().write(&root).unwrap();
    fs::rename(&root, folder.path().join(".crate.clientforge-old-1")).unwrap();
    fs::create_dir(folder.path().join(".crate.clientforge-new-1")).unwrap();
    let written = old().write(&root).unwrap();
    assert_eq!(written.unchanged, 3);
    assert_eq!(leftovers(&root), [""; 0]);
}
