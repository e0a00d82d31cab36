//! The worked example of docs/disclosures.md.
