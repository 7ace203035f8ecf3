//! The generator keeps to its rooms: invariants 1, 2, 3 and 5 of the architecture.

use tests::{
    fixture::repository,
    rooms::{check_all, missing_lints, wide_comments},
};

#[test]
fn the_generator_keeps_to_its_rooms() {
    let broken = check_all(&repository().join("generator/src")).unwrap();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn lints_keep_panics_out() {
    let missing = missing_lints(&repository(), "generator").unwrap();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn comments_can_be_read_without_scrolling() {
    let wide = wide_comments(&repository().join("generator/src")).unwrap();
    assert!(wide.is_empty(), "\n{}", wide.join("\n"));
}
