//! Writing a crate as a whole.
//!
//! Comes in: the files, and a folder. Goes out: the folder with these files in it. The whole new
//! tree is put together beside the folder and then exchanged with it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use super::disk::{self, Entry};
use super::exchange::Places;
use super::{Drift, Files, Written, drift};

/// How far a run has come; for tests that stop it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What a killed run left is gone.
    Recovered,
    /// One file stands in the new tree.
    FileStaged,
    /// The new tree is complete.
    Staged,
    /// The new tree stands where the old one stood.
    Exchanged,
}

pub(super) fn write(files: &Files, root: &Path, passed: &dyn Fn(Step)) -> io::Result<Written> {
    for (path, _) in files.iter() {
        stays_inside(path)?;
    }
    let places = Places::new(root)?;
    places.recover()?;
    passed(Step::Recovered);
    let on_disk = disk::entries(&places.root)?;
    let holds = |kinds: &[Entry]| on_disk.values().any(|entry| kinds.contains(entry));
    if holds(&[Entry::Theirs, Entry::Other]) && !holds(&[Entry::Ours]) {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!(
                "`{}` holds files and none of them was generated: name an empty or a new folder, \
                 or empty this one",
                root.display()
            ),
        ));
    }
    let written = outcome(files, drift::between(files, &places.root))?;
    if written.changed.is_empty() && written.removed.is_empty() && places.root.exists() {
        return Ok(written);
    }
    let staged = stage(files, &places, &written, passed)
        .inspect(|()| passed(Step::Staged))
        .and_then(|()| places.exchange());
    if let Err(error) = staged {
        // The first error is the one to tell about.
        let _ = fs::remove_dir_all(&places.staged);
        return Err(error);
    }
    passed(Step::Exchanged);
    if places.staged.exists() {
        fs::remove_dir_all(&places.staged)?;
    }
    Ok(written)
}

fn outcome(files: &Files, drift: Vec<Drift>) -> io::Result<Written> {
    let mut written = Written::default();
    for difference in drift {
        match difference {
            Drift::Changed { path, .. } | Drift::Missing { path } => written.changed.push(path),
            Drift::Stale { path } => written.removed.push(path),
            Drift::Unreadable { path, why } => {
                return Err(io::Error::other(format!("cannot read `{path}`: {why}")));
            }
        }
    }
    written.unchanged = files.len() - written.changed.len();
    Ok(written)
}

/// Puts the new tree together. Files that stay as they are keep their time of change, so that
/// nothing is compiled anew for them.
fn stage(
    files: &Files,
    places: &Places,
    written: &Written,
    passed: &dyn Fn(Step),
) -> io::Result<()> {
    let (old, new) = (&places.root, &places.staged);
    let changed: BTreeSet<&str> = written.changed.iter().map(String::as_str).collect();
    fs::create_dir(new)?;
    for (path, bytes) in files.iter() {
        let to = new.join(path);
        make_folder_of(&to)?;
        if changed.contains(path.as_str()) {
            fs::write(&to, bytes)?;
        } else {
            link_file(&old.join(path), &to)?;
        }
        passed(Step::FileStaged);
    }
    // After the generated files, so that none of them is written through a link to elsewhere.
    for (path, entry) in disk::entries(old)? {
        let is_replaced = files.get(&path).is_some();
        let (from, to) = (old.join(&path), new.join(&path));
        match entry {
            Entry::Ours => Ok(()),
            Entry::Theirs if is_replaced => Ok(()),
            Entry::Theirs => link_file(&from, &to),
            Entry::Other => link_other(&from, &to),
            Entry::Closed => link_folder(&from, &to),
            // Folders of generated files are there by now; an empty one of a person stays.
            Entry::Folder if fs::read_dir(&from)?.next().is_none() => fs::create_dir_all(&to),
            Entry::Folder => Ok(()),
        }
        .map_err(|error| in_the_way(&from, error))?;
    }
    Ok(())
}

fn in_the_way(path: &Path, error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::AlreadyExists {
        return error;
    }
    let text = format!(
        "`{}` stands where generated files belong: move it away",
        path.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, text)
}

fn make_folder_of(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) => fs::create_dir_all(folder),
        None => Ok(()),
    }
}

/// The same file under another path; a copy where the disk has no such thing.
fn link_file(from: &Path, to: &Path) -> io::Result<()> {
    make_folder_of(to)?;
    if to.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

fn link_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let file_type = entry.file_type()?;
        if file_type.is_dir() {
            link_folder(&from, &to)?;
        } else if file_type.is_file() {
            link_file(&from, &to)?;
        } else {
            link_other(&from, &to)?;
        }
    }
    Ok(())
}

/// A symbolic link again, whatever it leads to. Sockets and the like belong to a process that
/// runs, and are not taken along.
#[cfg(unix)]
fn link_other(from: &Path, to: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(from)?.is_symlink() {
        return Ok(());
    }
    make_folder_of(to)?;
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn link_other(from: &Path, to: &Path) -> io::Result<()> {
    link_file(from, to)
}

/// Whether a path names something in the folder that it is joined to.
fn stays_inside(path: &str) -> io::Result<()> {
    let mut parts = Path::new(path).components();
    let is_inside = !path.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)));
    if is_inside {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidInput,
        format!("`{path}` is not a path inside the crate"),
    ))
}
