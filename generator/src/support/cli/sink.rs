//! Where the command line writes.

use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::sync::{Arc, Mutex, PoisonError};

/// A place that takes text; its clones write to the same one.
#[derive(Clone)]
pub struct Sink {
    writer: Arc<Mutex<dyn Write + Send>>,
    /// Somebody watches the text come.
    pub(super) is_terminal: bool,
}

impl Sink {
    /// The place behind a writer.
    pub fn new(writer: impl Write + Send + 'static) -> Self {
        Self {
            writer: Arc::new(Mutex::new(writer)),
            is_terminal: false,
        }
    }

    /// The standard output.
    pub fn stdout() -> Self {
        Self {
            is_terminal: stdout().is_terminal(),
            ..Self::new(stdout())
        }
    }

    /// The standard error.
    pub fn stderr() -> Self {
        Self {
            is_terminal: stderr().is_terminal(),
            ..Self::new(stderr())
        }
    }

    /// Writes all of it at once.
    ///
    /// # Errors
    ///
    /// Nobody takes it.
    pub fn write(&self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(bytes.as_ref())?;
        writer.flush()
    }

    /// Tells something in a line of its own. Where nobody listens there is nobody to tell that to.
    pub(super) fn tell(&self, text: &str) {
        let _ = self.write(format!("{}\n", text.trim_end()));
    }
}
