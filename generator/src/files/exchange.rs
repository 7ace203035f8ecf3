//! Putting one folder in the place of another.
//!
//! Comes in: a folder, and the one that shall stand where it stands. Goes out: the same two, the
//! other way round. In one step where the system has one; elsewhere in two, with a way back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders beside `root` that a run works in.
pub(super) struct Places {
    /// The folder itself.
    pub(super) root: PathBuf,
    /// The new tree; after the exchange the old one.
    pub(super) staged: PathBuf,
    /// Where the old tree waits when the exchange takes two steps.
    aside: PathBuf,
    folder: PathBuf,
    prefix: String,
}

impl Places {
    /// The places for `root`, a symbolic link to it followed.
    ///
    /// # Errors
    ///
    /// When `root` has no name, such as `/`, or the folder around it cannot be made.
    pub(super) fn new(root: &Path) -> io::Result<Self> {
        let root = match root.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => std::path::absolute(root)?,
            Err(error) => return Err(error),
        };
        let (Some(folder), Some(name)) = (root.parent(), root.file_name()) else {
            let text = format!("`{}` cannot be replaced as a whole", root.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        };
        fs::create_dir_all(folder)?;
        let prefix = format!(".{}.clientforge-", name.to_string_lossy());
        let id = std::process::id();
        Ok(Self {
            staged: folder.join(format!("{prefix}new-{id}")),
            aside: folder.join(format!("{prefix}old-{id}")),
            folder: folder.to_owned(),
            prefix,
            root: root.clone(),
        })
    }

    /// Mends what a killed run left: puts an old tree back that was moved aside and not replaced,
    /// and removes the rest.
    pub(super) fn recover(&self) -> io::Result<()> {
        let aside = format!("{}old-", self.prefix);
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(&aside) && !self.root.exists() {
                fs::rename(entry.path(), &self.root)?;
            } else if name.starts_with(&self.prefix) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Puts the new tree in the place of the old one, which is then at [`staged`](Self::staged).
    pub(super) fn exchange(&self) -> io::Result<()> {
        if !self.root.exists() {
            return fs::rename(&self.staged, &self.root);
        }
        match at_once(&self.staged, &self.root) {
            Some(outcome) => outcome,
            None => self.in_two_steps(),
        }
    }

    fn in_two_steps(&self) -> io::Result<()> {
        fs::rename(&self.root, &self.aside)?;
        if let Err(error) = fs::rename(&self.staged, &self.root) {
            fs::rename(&self.aside, &self.root)?;
            return Err(error);
        }
        fs::rename(&self.aside, &self.staged)
    }
}

/// Exchanges two folders in one step; `None` where the system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn at_once(one: &Path, other: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Some(Ok(())),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => None,
        Err(error) => Some(Err(error.into())),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn at_once(_one: &Path, _other: &Path) -> Option<io::Result<()>> {
    None
}
