//! Reports about what a crate stands on.

use super::kinds::{error, unsupported};
use super::{Diagnostics, Place, Site};

impl Diagnostics {
    /// `long-running-needs-azure-core`: a long-running operation, on a base that runs none.
    pub fn long_running_needs_azure_core(&mut self, at: impl Into<Site>) {
        self.report_costly(
            unsupported(
                "long-running-needs-azure-core",
                "`typespec_client_core` runs no long-running operation",
            )
            .at(at)
            .help(
                "say `runtime = \"azure_core\"` in codegen.toml, or leave `runtime` out; or list \
                 the operation under `operations.skip`",
            ),
        );
    }

    /// `clouds-need-azure-core`: the configuration has a table of Azure's clouds for a crate whose
    /// base knows none; `place` is that of `runtime`.
    pub fn clouds_need_azure_core(&mut self, place: Option<Place>) {
        let mut draft = error(
            "clouds-need-azure-core",
            "`client.clouds` says where the service is in Azure's clouds, which \
             `typespec_client_core` does not know",
        );
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(
            draft
                .label("without clouds")
                .help("write `azure_core` here, or remove `client.clouds`"),
        );
    }
}
