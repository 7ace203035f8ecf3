//! Reports about what tells the alternatives of a schema apart.

use super::kinds::warning;
use super::{Diagnostics, Site};

impl Diagnostics {
    /// `discriminator-without-target`: a value of a discriminator's mapping names nothing.
    pub fn discriminator_without_target(
        &mut self,
        at: impl Into<Site>,
        value: &str,
        target: &str,
        property: &str,
    ) {
        let help = format!(
            "correct the mapping; without the entry a member is known by the values that it lists \
             for `{property}` itself, else by its name"
        );
        self.report(
            warning(
                "discriminator-without-target",
                format!("the discriminator maps `{value}` to `{target}`, which does not exist"),
            )
            .at(at)
            .help(help),
        );
    }

    /// `discriminator-member-not-object`: a member of a union with a discriminator is not an
    /// object, so that the union is told apart by what its values look like.
    pub fn discriminator_member_not_object(&mut self, at: impl Into<Site>, member: &str) {
        self.report(
            warning(
                "discriminator-member-not-object",
                format!("`{member}` is not an object, so no property can tell it apart"),
            )
            .at(at)
            .help("make it an object, or remove the `discriminator`"),
        );
    }

    /// `discriminator-member-not-named`: a member of a union with a discriminator is written in
    /// place, so that no value of the discriminator can name it.
    pub fn discriminator_member_not_named(&mut self, at: impl Into<Site>, property: &str) {
        self.report(
            warning(
                "discriminator-member-not-named",
                format!("a schema written in place cannot be named by `{property}`"),
            )
            .at(at)
            .help("move it to `components/schemas` and refer to it"),
        );
    }

    /// `discriminator-conflict`: two unions have the same member and tell it by different
    /// properties; this one is told apart by what its values look like.
    pub fn discriminator_conflict(&mut self, at: impl Into<Site>, member: &str, property: &str) {
        self.report(
            warning(
                "discriminator-conflict",
                format!("another union tells `{member}` by another property than `{property}`"),
            )
            .at(at)
            .help("let both unions use the same discriminator"),
        );
    }

    /// `discriminator-repetition`: two members of a union have the same value of its discriminator;
    /// this one is told apart by what its values look like.
    pub fn discriminator_repetition(
        &mut self,
        at: impl Into<Site>,
        [first, second]: [&str; 2],
        property: &str,
        value: &str,
    ) {
        self.report(
            warning(
                "discriminator-repetition",
                format!("`{property}` is `{value}` in both `{first}` and `{second}`"),
            )
            .at(at)
            .help("give each of them a value of its own, or let only one be a member"),
        );
    }

    /// `ambiguous-alternatives`: two alternatives have the same properties, and no text tells one
    /// from the other.
    pub fn ambiguous_alternatives(&mut self, at: impl Into<Site>, one: &str, other: &str) {
        self.report(
            warning(
                "ambiguous-alternatives",
                format!(
                    "nothing tells `{one}` from `{other}`; a value of both is read as the first"
                ),
            )
            .at(at)
            .help("add a `discriminator`, or a property with one value of its own to each"),
        );
    }

    /// `too-many-combinations`: the parts of a schema have so many alternatives that it is read
    /// as any object.
    pub fn too_many_combinations(&mut self, at: impl Into<Site>) {
        self.report(
            warning(
                "too-many-combinations",
                "the parts of this schema have too many combinations of alternatives".to_owned(),
            )
            .at(at)
            .help("any object is taken; describe the combined type as one schema to have a type of it"),
        );
    }

    /// `too-many-descriptions`: so many parts describe an object that the last one alone counts.
    pub fn too_many_descriptions(&mut self, at: impl Into<Site>, parts: usize) {
        self.report(
            warning(
                "too-many-descriptions",
                format!("{parts} parts of `allOf` describe this object: the last one counts"),
            )
            .at(at)
            .help("describe it in one schema, and refer to that"),
        );
    }

    /// `too-many-joined-objects`: parts of an `allOf` describe an object together, and others inside of it
    /// that hold each other in so many ways that there the last description of each counts.
    pub fn too_many_joined(&mut self, at: impl Into<Site>, most: usize) {
        self.report(
            warning(
                "too-many-joined-objects",
                format!(
                    "several parts of `allOf` describe this object, and others inside of it in more than \
                     {most} combinations: inside of it the last part counts"
                ),
            )
            .at(at)
            .help("describe the objects inside of it in one schema each, and refer to those"),
        );
    }
}
