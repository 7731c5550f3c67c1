//! GET requests, and nothing else: one agent, its certificates, its answers and its troubles.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::{Response, StatusCode};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Error, Proxy, ResponseExt};

use crate::{FetchError, Options};

/// A page is not resumed, so a trickle must end. 10 MB at 0.1 MB/s.
const LONGEST_PAGE: Duration = Duration::from_secs(100);

/// Sends GET requests.
pub(crate) struct Client {
    agent: Agent,
}

/// Why there is no answer worth reading.
pub(crate) enum Trouble {
    /// May pass: a broken line, a server in trouble.
    Passing(FetchError),
    /// Will not pass by trying again.
    Lasting(FetchError),
}

impl Client {
    /// Takes over certificates, proxy and time limits.
    pub(crate) fn new(options: &Options) -> Result<Self, FetchError> {
        let roots = match &options.ca_file {
            Some(path) => RootCerts::Specific(Arc::new(certificates(path)?)),
            None => RootCerts::WebPki,
        };
        let proxy = if options.proxy_from_env { Proxy::try_from_env() } else { None };
        let config = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .proxy(proxy)
            .user_agent(concat!("vagal/", env!("CARGO_PKG_VERSION")))
            .accept_encoding("identity")
            .http_status_as_error(false)
            .timeout_resolve(Some(options.connect_timeout))
            .timeout_connect(Some(options.connect_timeout))
            .timeout_per_read(Some(options.stall_timeout.max(Duration::from_millis(1))))
            .timeout_recv_response(Some(options.stall_timeout.max(Duration::from_millis(1))))
            .build();
        Ok(Self { agent: config.new_agent() })
    }

    /// Asks for the bytes of `url` from `from` on. An answer is a 2xx or a 416.
    pub(crate) fn get(&self, url: &str, from: u64) -> Result<Response<Body>, Trouble> {
        self.ask(url, from, "*/*", None)
    }

    fn ask(
        &self,
        url: &str,
        from: u64,
        accept: &str,
        whole_body: Option<Duration>,
    ) -> Result<Response<Body>, Trouble> {
        let mut request = self.agent.get(url).header("accept", accept);
        if from > 0 {
            request = request.header("range", format!("bytes={from}-"));
        }
        // What began encrypted stays so, through every redirect.
        let request = request
            .config()
            .https_only(url.starts_with("https://"))
            .timeout_recv_body(whole_body)
            .build();
        let answer = request.call().map_err(|error| trouble(url, &error))?;
        let status = answer.status();
        if status.is_success() || status == StatusCode::RANGE_NOT_SATISFIABLE {
            return Ok(answer);
        }
        let error = FetchError::Status { url: shown(url), status: status.as_u16() };
        let passing = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
        Err(if passing { Trouble::Passing(error) } else { Trouble::Lasting(error) })
    }

    /// A page or list as a whole, and its own address after redirects.
    pub(crate) fn page(
        &self,
        url: &str,
        accept: &str,
        limit_bytes: u64,
    ) -> Result<(Vec<u8>, String), Trouble> {
        let mut answer = self.ask(url, 0, accept, Some(LONGEST_PAGE))?;
        if answer.status() != StatusCode::OK {
            let status = answer.status().as_u16();
            return Err(Trouble::Lasting(FetchError::Status { url: shown(url), status }));
        }
        let own = answer.get_uri().to_string();
        match answer.body_mut().with_config().limit(limit_bytes).read_to_vec() {
            Ok(bytes) => Ok((bytes, own)),
            Err(Error::BodyExceedsLimit(_)) => {
                Err(Trouble::Lasting(FetchError::TooLong { url: shown(url), limit_bytes }))
            }
            Err(error) => Err(trouble(url, &error)),
        }
    }
}

/// Sorts what the HTTP library says into what may pass and what will not.
fn trouble(url: &str, error: &Error) -> Trouble {
    let problem = match error {
        Error::HostNotFound => "the name of the server cannot be resolved".to_string(),
        Error::Timeout(what) => format!("no answer in time: {what}"),
        Error::RequireHttpsOnly(_) => "it leads to an unencrypted address".to_string(),
        other => other.to_string(),
    };
    let passing = matches!(
        error,
        Error::Io(_)
            | Error::Timeout(_)
            | Error::ConnectionFailed
            | Error::BodyStalled
            | Error::Protocol(_)
    );
    let error = FetchError::Unreachable { url: shown(url), problem };
    if passing { Trouble::Passing(error) } else { Trouble::Lasting(error) }
}

/// An address without the user name and password that a mirror may need.
pub(crate) fn shown(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host.rsplit('@').next().unwrap_or(host);
            format!("{scheme}://{host}{path}")
        }
        None => url.to_string(),
    }
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, FetchError> {
    let failed = |problem: String| FetchError::Certificates { path: path.to_path_buf(), problem };
    let pem = std::fs::read(path).map_err(|e| failed(e.to_string()))?;
    let found: Vec<_> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() { Err(failed("it holds none".into())) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn credentials_are_never_shown() {
        assert_eq!(
            shown("https://ann:secret@mirror.example/simple/x/"),
            "https://mirror.example/simple/x/"
        );
        assert_eq!(shown("https://pypi.org/simple/a@b/"), "https://pypi.org/simple/a@b/");
        assert_eq!(shown("http://u:p@h"), "http://h");
    }
}
