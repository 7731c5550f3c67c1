//! Where to ask and how patiently: base addresses, certificates, time limits.

use std::path::PathBuf;
use std::time::Duration;

use crate::pip;

/// How to fetch. [`Options::default`] knows nothing of the environment; [`Options::from_env`] does.
#[derive(Clone, Debug)]
pub struct Options {
    /// Simple index of Python projects, without a slash at the end.
    pub pypi_index: String,
    /// Where `.crate` files lie: `{base}/{name}/{name}-{version}.crate`.
    pub crates_base: String,
    /// Where PhysioNet projects lie: `{base}/{project}/{version}/{file}`.
    pub physionet_base: String,
    /// PEM file of the certificate authorities to believe, instead of the built-in ones.
    pub ca_file: Option<PathBuf>,
    /// Use HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.
    pub proxy_from_env: bool,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest silence while bytes are expected.
    pub stall_timeout: Duration,
    /// Tries in a row that bring no new byte before giving up.
    pub tries: u32,
    /// Wait after the first broken try; doubled after each further one, up to 30 s.
    pub backoff: Duration,
    /// Longest time for the whole fetch; `None` for as long as bytes come.
    pub time_limit: Option<Duration>,
    /// Take only files whose name begins with one of these; all if empty.
    pub only: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        // House choices: pip waits 15 s for a server and tries 5 times; a stalled line gets longer.
        Self {
            pypi_index: "https://pypi.org/simple".into(),
            crates_base: "https://static.crates.io/crates".into(),
            physionet_base: "https://physionet.org/files".into(),
            ca_file: None,
            proxy_from_env: true,
            connect_timeout: Duration::from_secs(15),
            stall_timeout: Duration::from_secs(60),
            tries: 5,
            backoff: Duration::from_millis(500),
            time_limit: None,
            only: Vec::new(),
        }
    }
}

impl Options {
    /// The defaults, changed by the environment and by pip's configuration.
    ///
    /// ```text
    /// index         PIP_INDEX_URL, else index-url of pip.conf
    /// crates.io     VAGAL_CRATES_URL
    /// PhysioNet     VAGAL_PHYSIONET_URL
    /// certificates  SSL_CERT_FILE, else PIP_CERT, else cert of pip.conf
    /// ```
    pub fn from_env() -> Self {
        Self::from_lookup(&|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// As [`Options::from_env`], with the environment as an argument.
    pub fn from_lookup(environment: &dyn Fn(&str) -> Option<String>) -> Self {
        let pip = pip::settings(environment);
        let mut options = Self::default();
        let choose = |field: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *field = value.trim_end_matches('/').to_string();
            }
        };
        choose(&mut options.pypi_index, environment("PIP_INDEX_URL").or(pip.index_url));
        choose(&mut options.crates_base, environment("VAGAL_CRATES_URL"));
        choose(&mut options.physionet_base, environment("VAGAL_PHYSIONET_URL"));
        options.ca_file = environment("SSL_CERT_FILE")
            .or(environment("PIP_CERT"))
            .or(pip.cert)
            .map(PathBuf::from);
        options
    }
}
