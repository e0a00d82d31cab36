//! Where each field of each account lies, in literal numbers: accounts outlive the program that wrote them, so no
//! upgrade may move a field.

mod admission;
mod control;
mod converted;
mod decided;
mod issue;
mod measured;
mod position;
mod told;
mod winding;

/// The size of a field.
const fn size_of_field<T, F>(_: fn(&T) -> &F) -> usize {
    size_of::<F>()
}

/// One test for each layout: its size, its discriminator, the place of every field, and that no field is missing.
macro_rules! layouts {
    ($($kind:ident $name:ident, size $size:literal $(, discriminator [$($byte:literal),*])? {
        $($field:ident at $offset:literal,)*
    })*) => {$(
        #[test]
        #[allow(non_snake_case, reason = "the test is named after the type")]
        fn $name() {
            assert_eq!(size_of::<$name>(), $size, "size");
            $(assert_eq!(<$name as anchor_lang::Discriminator>::DISCRIMINATOR, [$($byte),*], "discriminator");)?
            $(assert_eq!(std::mem::offset_of!($name, $field), $offset, stringify!($field));)*
            let listed: usize = [$(super::size_of_field(|each: &$name| &each.$field)),*].iter().sum();
            assert_eq!(listed, $size, "every byte belongs to a field");
        }
    )*};
}
use layouts;
