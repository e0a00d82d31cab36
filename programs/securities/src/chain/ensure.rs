//! Checks like Anchor's `require!`, but without the source line in the log. The name, number and message of a numbered
//! error say what was wrong; writing out file and line at each of some five hundred checks makes the program larger by
//! a fourteenth.

/// Refuses unless a condition holds.
macro_rules! ensure {
    ($condition:expr, $error:expr $(,)?) => {
        if !$condition {
            return Err(anchor_lang::error::Error::from($error));
        }
    };
}

/// Refuses unless two addresses are the same.
macro_rules! ensure_keys_eq {
    ($one:expr, $other:expr, $error:expr $(,)?) => {
        ensure!($one == $other, $error)
    };
}
