//! Statuses as patterns, and in words.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Operation, StatusPattern};

/// Any of some statuses as one pattern; `None` where there are none. It is the shortest one, for
/// `clippy` asks for no less: what stands side by side is one range. `named` are the statuses that
/// have an arm of their own.
pub(super) fn any_of(
    statuses: impl IntoIterator<Item = StatusPattern>,
    named: &BTreeSet<u16>,
) -> Option<TokenStream> {
    let statuses: Vec<_> = statuses.into_iter().collect();
    let own: BTreeSet<u16> = statuses.iter().copied().filter_map(code).collect();
    let others = named.difference(&own).copied().collect();
    let Some(spans) = spans(statuses) else {
        return Some(quote!(_));
    };
    let joined = spans.into_iter().map(|span| trimmed(span, &others));
    let patterns: Vec<_> = joined.map(within).collect();
    (!patterns.is_empty()).then(|| quote!(#(#patterns)|*))
}

/// Some statuses from one to another; `None` where every status is among them. What stands side by side
/// is one.
pub(super) fn spans(statuses: impl IntoIterator<Item = StatusPattern>) -> Option<Vec<(u16, u16)>> {
    let spans: Option<Vec<_>> = statuses.into_iter().map(span).collect();
    let mut spans = spans?;
    spans.sort_unstable();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (first, last) in spans {
        match joined.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    Some(joined)
}

/// A status as a pattern; `named` are the statuses that have an arm of their own.
pub(super) fn one(status: StatusPattern, named: &BTreeSet<u16>) -> TokenStream {
    let span = match (span(status), code(status)) {
        (Some(span), None) => Some(trimmed(span, named)),
        (span, _) => span,
    };
    span.map_or_else(|| quote!(_), within)
}

/// The statuses that an operation describes one by one.
pub(super) fn named(operation: &Operation) -> BTreeSet<u16> {
    let arms = operation.success.arms.iter().chain(&operation.failure.arms);
    arms.filter_map(|arm| code(arm.status)).collect()
}

/// A status in words.
pub(super) fn in_words(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("Status {code}"),
        StatusPattern::Range(hundreds) => format!("Statuses {hundreds}00 to {hundreds}99"),
        StatusPattern::Default => "Every other status".to_owned(),
    }
}

/// The first and the last status of a pattern; `None` where every status fits.
fn span(status: StatusPattern) -> Option<(u16, u16)> {
    match status {
        StatusPattern::Code(code) => Some((code, code)),
        StatusPattern::Range(hundreds) => {
            let first = hundreds.saturating_mul(100);
            Some((first, first.saturating_add(99)))
        }
        StatusPattern::Default => None,
    }
}

fn code(status: StatusPattern) -> Option<u16> {
    match status {
        StatusPattern::Code(code) => Some(code),
        StatusPattern::Range(_) | StatusPattern::Default => None,
    }
}

/// A span without what others take of it at its ends: `clippy` takes two arms that begin or end
/// alike for a slip. What they take in the middle is theirs by the order of arms.
fn trimmed((first, last): (u16, u16), others: &BTreeSet<u16>) -> (u16, u16) {
    let is_left = |status: &u16| !others.contains(status);
    let ends = ((first..=last).find(is_left), (first..=last).rfind(is_left));
    match ends {
        (Some(from), Some(to)) => (from, to),
        _ => (first, last),
    }
}

fn within((first, last): (u16, u16)) -> TokenStream {
    let [from, to] = [first, last].map(Literal::u16_unsuffixed);
    match last.saturating_sub(first) {
        0 => quote!(#from),
        1 => quote!(#from | #to),
        _ => quote!(#from..=#to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(statuses: &[StatusPattern]) -> Option<String> {
        let pattern = any_of(statuses.iter().copied(), &BTreeSet::new())?;
        Some(pattern.to_string().replace(' ', ""))
    }

    #[test]
    fn statuses_side_by_side_are_one_range() {
        let codes = [204, 200, 201].map(StatusPattern::Code);
        assert_eq!(pattern(&codes).as_deref(), Some("200|201|204"));
        let codes = [202, 200, 201].map(StatusPattern::Code);
        assert_eq!(pattern(&codes).as_deref(), Some("200..=202"));
        let all = [
            StatusPattern::Range(5),
            StatusPattern::Code(404),
            StatusPattern::Range(4),
        ];
        assert_eq!(pattern(&all).as_deref(), Some("400..=599"));
    }

    #[test]
    fn a_range_leaves_its_ends_to_others() {
        let named = BTreeSet::from([200, 201, 204, 299]);
        let range = StatusPattern::Range(2);
        let pattern = |tokens: TokenStream| tokens.to_string().replace(' ', "");
        assert_eq!(pattern(one(range, &named)), "202..=298");
        let code = StatusPattern::Code(200);
        assert_eq!(pattern(one(code, &named)), "200");
        let both = any_of([code, range], &named).map(pattern);
        assert_eq!(both.as_deref(), Some("200..=298"));
    }

    #[test]
    fn whatever_is_left_takes_the_others_in() {
        let all = [StatusPattern::Code(200), StatusPattern::Default];
        assert_eq!(pattern(&all).as_deref(), Some("_"));
        assert_eq!(pattern(&[]), None);
    }
}
