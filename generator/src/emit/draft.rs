//! Files of Rust on their way, and writing them on all cores.
//!
//! Most of a run goes into tokens and their layout, and no file needs another one. Tokens cannot
//! change threads, so that each thread makes whole files.

use std::{
    num::NonZero,
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use proc_macro2::TokenStream;

/// As much stack as a program's first thread has: a type may be nested as deep as its schema.
const STACK: usize = 8 * 1024 * 1024;

/// How many files are worth a thread of their own.
const WORTHWHILE: usize = 32;

/// The items of a file, each made when it is its turn: a group may have thousands of operations, whose
/// tokens would take many times the memory of their text.
pub(super) type Items<'e> = Box<dyn Iterator<Item = TokenStream> + 'e>;

/// A file of Rust that is still to be written.
pub(super) struct Draft<'e> {
    /// Its path in the crate.
    pub path: String,
    /// What its first line says.
    pub docs: String,
    /// Makes its items.
    pub items: Box<dyn Fn() -> Items<'e> + Send + Sync + 'e>,
    /// Whether they belong together, so that no blank lines stand between them.
    pub is_list: bool,
}

impl<'e> Draft<'e> {
    pub fn new<I>(path: String, docs: String, items: impl Fn() -> I + Send + Sync + 'e) -> Self
    where
        I: IntoIterator<Item = TokenStream, IntoIter: 'e>,
    {
        Self {
            path,
            docs,
            items: Box::new(move || Box::new(items().into_iter())),
            is_list: false,
        }
    }

    /// A file that lists others.
    pub fn list<I>(path: String, docs: String, items: impl Fn() -> I + Send + Sync + 'e) -> Self
    where
        I: IntoIterator<Item = TokenStream, IntoIter: 'e>,
    {
        Self {
            is_list: true,
            ..Self::new(path, docs, items)
        }
    }
}

/// What `write` makes of each draft, in no particular order.
pub(super) fn each<T: Send>(
    drafts: &[Draft<'_>],
    write: impl Fn(&Draft<'_>) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let taken = || drafts.get(next.fetch_add(1, Ordering::Relaxed));
        std::iter::from_fn(taken).map(&write).collect::<Vec<T>>()
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let helpers = cores.min(drafts.len() / WORTHWHILE).saturating_sub(1);
    thread::scope(|scope| {
        // Where there is no further thread to be had, those that there are do the work.
        let helper = || {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work)
        };
        let helpers: Vec<_> = (0..helpers).map_while(|_| helper().ok()).collect();
        let mut written = work();
        for helper in helpers {
            match helper.join() {
                Ok(more) => written.extend(more),
                Err(panic) => resume_unwind(panic),
            }
        }
        written
    })
}
