//! A file that is made as soon as there is something to write to it: a call that fails leaves alone what
//! is there.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

/// The file at a path.
pub(super) enum OutputFile {
    /// Nothing was written yet.
    Due(PathBuf),
    /// It is there.
    Open(File),
}

impl OutputFile {
    fn opened(&mut self) -> io::Result<&mut File> {
        if let Self::Due(path) = self {
            *self = Self::Open(File::create(path)?);
        }
        match self {
            Self::Open(file) => Ok(file),
            Self::Due(_) => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.opened()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.opened()?.flush()
    }
}
