//! Where to report a vulnerability, readable in the deployed program.

#[cfg(any(
    all(feature = "entrypoint", not(feature = "cpi")),
    not(feature = "no-entrypoint")
))]
use solana_security_txt::security_txt;

#[cfg(any(
    all(feature = "entrypoint", not(feature = "cpi")),
    not(feature = "no-entrypoint")
))]
security_txt! {
    name: "DeFi-ready securities",
    project_url: "see README.md of the source",
    contacts: "other:see SECURITY.md of the source",
    policy: "see SECURITY.md of the source",
    preferred_languages: "en"
}
