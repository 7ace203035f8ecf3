//! Cargo features: which there are, and the attribute of what stands behind one.

use proc_macro2::TokenStream;
use quote::quote;

use super::Emitter;

impl Emitter<'_> {
    /// The features of the operations' groups, in their order, and that of what comes in.
    pub(super) fn group_features(&self) -> impl Iterator<Item = &str> {
        let groups = self.api.groups.iter().map(|group| &group.feature);
        let all = groups.chain([&self.api.incoming.feature]);
        all.filter_map(Option::as_deref)
    }

    /// Lets the compiler see what only some features use, where there are any.
    pub(super) fn may_be_unused(&self) -> Option<TokenStream> {
        let split = self.group_features().next().is_some();
        split.then(|| quote!(#[allow(dead_code)]))
    }
}

/// The attribute of an item that each of these features brings; none without any.
pub(super) fn gate(features: impl IntoIterator<Item = impl AsRef<str>>) -> Option<TokenStream> {
    let features: Vec<_> = features.into_iter().collect();
    let features: Vec<&str> = features.iter().map(AsRef::as_ref).collect();
    match features.as_slice() {
        [] => None,
        [feature] => Some(quote!(#[cfg(feature = #feature)])),
        several => Some(quote!(#[cfg(any(#(feature = #several),*))])),
    }
}
