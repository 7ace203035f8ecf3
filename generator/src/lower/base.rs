//! What the crate stands on.
//!
//! Comes in: what the configuration says, and whether the description is one of Azure's. Goes out:
//! the base; what Azure alone has and the chosen base has not is reported.

use crate::{
    config::{Clouds, Config, Runtime},
    diagnostic::Diagnostics,
    import::Document,
    model::Base,
};

/// What is chosen, else what the description is made for.
pub(super) fn of(document: &Document, config: &Config) -> Base {
    let is_azure = document.is_azure() || config.client.clouds != Clouds::default();
    match config.runtime.as_ref().map(|chosen| chosen.value) {
        Some(Runtime::AzureCore) => Base::AzureCore,
        Some(Runtime::TypespecClientCore) => Base::TypespecClientCore,
        None if is_azure => Base::AzureCore,
        None => Base::TypespecClientCore,
    }
}

/// Reports a configuration that wants clouds of a base that knows none.
pub(super) fn check(config: &Config, diagnostics: &mut Diagnostics) {
    let neutral = config.runtime.as_ref();
    let neutral = neutral.filter(|chosen| chosen.value == Runtime::TypespecClientCore);
    if let Some(chosen) = neutral.filter(|_| config.client.clouds != Clouds::default()) {
        diagnostics.clouds_need_azure_core(config.excerpt(&chosen.span));
    }
}
